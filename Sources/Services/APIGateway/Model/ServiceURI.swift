/// The AWS service that an integration calls: `arn:aws:apigateway:region:service:action/Name` or
/// `arn:aws:apigateway:region:service:path/…`.
struct ServiceURI: Sendable {
    enum Target: Sendable {
        case action(String)
        case path(String)
    }

    let region: String
    let service: String
    let target: Target

    init?(_ uri: String) {
        let parts = uri.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "apigateway", !parts[3].isEmpty else {
            return nil
        }
        region = parts[3]
        // A subdomain of the service says nothing here.
        service = String(parts[4].split(separator: ".").last ?? "")
        guard !service.isEmpty else { return nil }
        if parts[5].hasPrefix("action/"), parts[5].utf8.count > 7 {
            target = .action(String(parts[5].dropFirst(7)))
        } else if parts[5].hasPrefix("path/") {
            target = .path(String(parts[5].dropFirst(4)))
        } else {
            return nil
        }
    }
}

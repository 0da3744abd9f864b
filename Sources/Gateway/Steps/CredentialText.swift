/// The credential scope that a request states, read without checking anything.
struct CredentialText: Sendable {
    let accessKeyID: String
    let region: String
    let service: String

    init?(_ head: RequestHead) {
        if let authorization = head.headers.first("authorization") {
            guard let start = authorization.firstRange(of: "Credential=") else { return nil }
            self.init(authorization[start.upperBound...].prefix { $0 != "," && $0 != " " })
        } else if let credential = head.queryValue("X-Amz-Credential") {
            self.init(credential[...])
        } else {
            return nil
        }
    }

    private init?(_ text: Substring) {
        // Key, date, region, service, terminator; the key id of some tools contains slashes.
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 5 else { return nil }
        accessKeyID = parts.dropLast(4).joined(separator: "/")
        region = String(parts[parts.count - 3])
        service = String(parts[parts.count - 2])
    }
}

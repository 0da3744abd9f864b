/// The API in a host like `abc123.execute-api.localhost` or `abc123.execute-api.eu-west-2.amazonaws.com`.
struct APIHost: Sendable {
    let api: String

    init?(_ host: String) {
        let parts = host.split(separator: ".", maxSplits: 2)
        guard parts.count == 3, parts[1] == "execute-api" else { return nil }
        api = String(parts[0])
    }
}

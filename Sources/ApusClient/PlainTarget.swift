/// Where a URL of plain HTTP leads; nil for every other URL.
struct PlainTarget: Hashable, Sendable {
    let host: String
    let port: Int
    /// Path and query, `/` if there are none.
    let path: String
    /// As the `Host` header names it.
    let authority: String

    init?(_ url: String) {
        let prefix = "http://"
        guard url.utf8.starts(with: prefix.utf8) else { return nil }
        let rest = url.dropFirst(prefix.utf8.count).prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        var host = authority
        var port: Int? = 80
        if let colon = authority.lastIndex(of: ":"), authority[colon...].firstIndex(of: "]") == nil {
            host = authority[..<colon]
            port = Int(authority[authority.index(after: colon)...])
        }
        guard let port, 1...65_535 ~= port, !host.isEmpty else { return nil }
        let path = rest[authority.endIndex...]
        self.host =
            host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host)
        self.port = port
        self.path = path.first == "/" ? String(path) : "/" + path
        self.authority = String(authority)
    }

    static func == (a: Self, b: Self) -> Bool { a.port == b.port && a.host == b.host }
    func hash(into hasher: inout Hasher) {
        hasher.combine(host)
        hasher.combine(port)
    }
}

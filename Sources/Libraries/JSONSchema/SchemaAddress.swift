/// References between schemas: the part of RFC 3986 that resolves one against another.
struct SchemaAddress: Hashable {
    var scheme: Substring?
    var authority: Substring?
    var path: Substring
    var query: Substring?
    /// Nil where there is none; `#` alone has an empty one.
    var fragment: Substring?

    init(_ text: String) {
        var rest = text[...]
        if let mark = rest.firstIndex(of: "#") {
            fragment = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        if let mark = rest.firstIndex(of: "?") {
            query = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        let end = rest.firstIndex { $0 == ":" || $0 == "/" }
        if let end, end > rest.startIndex, rest[end] == ":" {
            scheme = rest[..<end]
            rest = rest[rest.index(after: end)...]
        }
        if rest.hasPrefix("//") {
            let host = rest.dropFirst(2)
            let end = host.firstIndex(of: "/") ?? host.endIndex
            authority = host[..<end]
            rest = host[end...]
        }
        path = rest
    }

    /// The address without its fragment.
    var document: String {
        (scheme.map { "\($0):" } ?? "") + (authority.map { "//\($0)" } ?? "") + path
            + (query.map { "?\($0)" } ?? "")
    }

    /// The address that a reference means where this one is the base.
    func resolving(_ reference: String) -> SchemaAddress {
        var found = SchemaAddress(reference)
        if found.scheme != nil { return found }
        found.scheme = scheme
        if found.authority != nil { return found }
        found.authority = authority
        if found.path.isEmpty {
            found.path = path
            if found.query == nil { found.query = query }
        } else if found.path.first != "/" {
            // A name such as a URN's has no folders to start from.
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? (authority == nil ? "" : "/")
            found.path = Self.withoutDots(folder + found.path)
        }
        return found
    }

    private static func withoutDots(_ path: Substring) -> Substring {
        var parts: [Substring] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            switch part {
            case ".": continue
            case "..": if parts.count > 1 { parts.removeLast() }
            default: parts.append(part)
            }
        }
        if path.hasSuffix("/.") || path.hasSuffix("/..") { parts.append("") }
        return parts.joined(separator: "/")[...]
    }
}

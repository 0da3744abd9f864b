internal import Wire

/// The tags that a request passes, for `aws:RequestTag` and `aws:TagKeys`; read only when a policy asks for them.
struct RequestTags: Sendable {
    private static let members = ["Tags", "tags", "TagList"]
    private static let keyMembers = ["TagKeys", "tagKeys"]

    private let input: any Shape

    init(_ input: any Shape) {
        self.input = input
    }

    /// Adds the keys to a context.
    func add(to context: inout [String: [String]]) {
        guard let json = try? JSON(parsing: input.json()) else { return }
        let (tags, keys) = Self.read(json)
        for (key, value) in tags { context["aws:RequestTag/\(key)"] = [value] }
        if !keys.isEmpty { context["aws:TagKeys"] = keys }
    }

    /// Tags appear as a map or as a list of keys and values, by service.
    static func read(_ json: JSON) -> (tags: [String: String], keys: [String]) {
        var tags: [String: String] = [:]
        var keys: [String] = []
        for name in members {
            for member in json[name]?.object?.members ?? [] { tags[member.name] = member.value.string ?? "" }
            for item in json[name]?.array ?? [] {
                guard let key = (item["Key"] ?? item["key"])?.string else { continue }
                tags[key] = (item["Value"] ?? item["value"])?.string ?? ""
            }
        }
        keys += tags.keys.sorted()
        for name in keyMembers { keys += (json[name]?.array ?? []).compactMap(\.string) }
        return (tags, keys)
    }
}

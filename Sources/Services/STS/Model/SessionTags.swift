internal import STSInterface

/// The tags that a session is given, in terms of conditions.
struct SessionTags: Sendable {
    static let countMax = 50

    let texts: [String: String]

    init(_ tags: [Tag]?) throws {
        var texts: [String: String] = [:]
        var seen: Set<String> = []
        for tag in tags ?? [] {
            guard seen.insert(tag.key.lowercased()).inserted else {
                throw ValidationError(
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
            }
            texts[tag.key] = tag.value
        }
        self.texts = texts
    }

    /// The condition keys of the request.
    var context: [String: [String]] {
        guard !texts.isEmpty else { return [:] }
        var context = ["aws:TagKeys": texts.keys.sorted()]
        for (key, value) in texts { context["aws:RequestTag/\(key)"] = [value] }
        return context
    }
}

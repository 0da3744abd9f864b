internal import Wire

/// An event of EventBridge as discovery sees it.
struct DiscoveredEvent {
    let source: String
    let detailType: String
    let detail: JSON

    /// Nil for a value that is no event.
    init?(_ value: JSON) {
        guard let source = value["source"]?.string, let type = value["detail-type"]?.string,
            let detail = value["detail"], detail.object != nil
        else { return nil }
        (self.source, detailType, self.detail) = (source, type, detail)
    }

    /// The name of the event's schema: `source@detail-type`, of what names may hold.
    var schemaName: String {
        let name = "\(Self.plain(source, for: "-"))@\(Self.joined(detailType))"
        return String(name.prefix(NameRules.schemaLengthMax))
    }

    private static func plain(_ text: String, for mark: Character) -> String {
        String(text.utf8.map { NameRules.isPlain($0) ? Character(Unicode.Scalar($0)) : mark })
    }

    /// Words are joined, each with a capital: `Object Created` is `ObjectCreated`.
    private static func joined(_ text: String) -> String {
        text.split(separator: " ").map { word in
            let plain = plain(String(word), for: "-")
            return text.contains(" ") ? plain.prefix(1).uppercased() + plain.dropFirst() : plain
        }.joined()
    }
}

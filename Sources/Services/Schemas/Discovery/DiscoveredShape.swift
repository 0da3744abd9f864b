internal import Wire

/// What the details of the events of one schema were seen to look like, as it is stored beside the schema.
struct DiscoveredShape: Sendable {
    var detail = ValueShape()
    /// Whether the schema has become as large as a schema can be, and learns no more.
    var isComplete = false

    init() {}

    /// Nil for a text that is no shape.
    init?(text: String) {
        guard let json = try? JSON(parsing: text),
            let detail = json["detail"].flatMap({ ValueShape(json: $0) })
        else { return nil }
        self.detail = detail
        isComplete = json["isComplete"]?.bool ?? false
    }

    var text: String {
        (["detail": detail.json, "isComplete": .bool(isComplete)] as JSON).text
    }

    func covers(_ event: DiscoveredEvent) -> Bool { isComplete || detail.covers(event.detail) }
}

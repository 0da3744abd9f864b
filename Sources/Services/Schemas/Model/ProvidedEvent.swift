internal import Wire

/// An event that the server's own services send, with its schema.
struct ProvidedEvent {
    let source: String
    let detailType: String
    let description: String
    /// The component of the detail is named after the detail type; others are what it refers to.
    let components: JSONObject

    private var title: String { TypeName.made(of: detailType) }

    /// As the registry names it: `aws.s3@ObjectCreated`.
    var name: String { "\(source)@\(title)" }

    var content: String {
        let detail: JSON = ["$ref": .string(Self.reference(title))]
        var all: JSONObject = [:]
        all[SchemaContent.envelope] = OpenAPIWriter.envelope(source, detailType, detail)
        for member in components.members { all[member.name] = member.value }
        return OpenAPIWriter.document(titled: title, all).text
    }

    private static func reference(_ component: String) -> String { "#/components/schemas/\(component)" }

    private static let text: JSON = ["type": "string"]

    static let all: [ProvidedEvent] = [
        object("Object Created", "An object was stored in a bucket.", ["reason"], required: ["reason"]),
        object(
            "Object Deleted", "An object was deleted, or a delete marker was put.",
            ["reason", "deletion-type"], required: ["reason", "deletion-type"]),
        object("Object Tags Added", "Tags were put on an object.", [], required: []),
        object("Object Tags Deleted", "The tags of an object were removed.", [], required: []),
        ProvidedEvent(
            source: "aws.events", detailType: "Scheduled Event", description: "A rule's schedule came due.",
            components: ["ScheduledEvent": ["type": "object"]]),
    ]

    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>
    private static func object(
        _ detailType: String, _ description: String, _ members: [String], required: [String]
    ) -> ProvidedEvent {
        var properties: JSONObject = [
            "bucket": ["$ref": .string(reference("Bucket"))],
            "object": ["$ref": .string(reference("Object"))],
            "request-id": text, "requester": text, "source-ip-address": text, "version": text,
        ]
        for member in members { properties[member] = text }
        let always = ["bucket", "object", "request-id", "requester", "version"] + required
        var components: JSONObject = [:]
        components[TypeName.made(of: detailType)] = [
            "type": "object", "required": .array(always.map { .string($0) }),
            "properties": .object(properties),
        ]
        components["Bucket"] = ["type": "object", "required": ["name"], "properties": ["name": text]]
        components["Object"] = [
            "type": "object", "required": ["key"],
            "properties": [
                "etag": text, "key": text, "sequencer": text,
                "size": ["type": "integer", "format": "int64"], "version-id": text,
            ],
        ]
        return ProvidedEvent(
            source: "aws.s3", detailType: detailType, description: description, components: components)
    }
}

internal import Wire

/// Writes what was seen of events as an OpenAPI document in the form of EventBridge's: each object a
/// component of its own.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schemas.html>
struct OpenAPIWriter {
    private var components = JSONObject()
    private var names = DistinctNames(avoiding: [SchemaContent.envelope])

    /// The document of events with a source and a detail type, of whose details the shape is told.
    static func document(source: String, detailType: String, detail: ValueShape) -> JSON {
        var writer = OpenAPIWriter()
        let title = TypeName.made(of: detailType)
        writer.components[SchemaContent.envelope] = [:]
        let reference = writer.component(title, detail)
        writer.components[SchemaContent.envelope] = envelope(source, detailType, reference)
        return writer.document(titled: title)
    }

    /// The document of values that are no events of EventBridge.
    static func document(of value: ValueShape) -> JSON {
        var writer = OpenAPIWriter()
        _ = writer.component("Event", value)
        return writer.document(titled: "Event")
    }

    static func document(titled title: String, _ components: JSONObject) -> JSON {
        [
            "openapi": "3.0.0", "info": ["version": "1.0.0", "title": .string(title)], "paths": [:],
            "components": ["schemas": .object(components)],
        ]
    }

    private func document(titled title: String) -> JSON { Self.document(titled: title, components) }

    /// The schema of whole events.
    static func envelope(_ source: String, _ detailType: String, _ detail: JSON) -> JSON {
        let text: JSON = ["type": "string"]
        return [
            "type": "object",
            "required": [
                "detail-type", "resources", "detail", "id", "source", "time", "region", "version", "account",
            ],
            "x-amazon-events-detail-type": .string(detailType), "x-amazon-events-source": .string(source),
            "properties": [
                "detail": detail, "account": text, "detail-type": text, "id": text, "region": text,
                "resources": ["type": "array", "items": text], "source": text,
                "time": ["type": "string", "format": "date-time"], "version": text,
            ],
        ]
    }

    /// Adds a component; answers the reference to it.
    private mutating func component(_ wish: String, _ shape: ValueShape) -> JSON {
        let name = names.take(wish)
        // Its place comes before those of the components inside it.
        components[name] = [:]
        components[name] = .object(object(shape))
        return ["$ref": .string("#/components/schemas/\(name)")]
    }

    private mutating func object(_ shape: ValueShape) -> JSONObject {
        var schema: JSONObject = ["type": "object"]
        let required = shape.members.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { schema["required"] = .array(required) }
        var properties = JSONObject()
        for member in shape.members {
            properties[member.name] = value(member.shape, TypeName.made(of: member.name))
        }
        if !shape.members.isEmpty { schema["properties"] = .object(properties) }
        if shape.kinds.contains(.open) { schema["additionalProperties"] = true }
        return schema
    }

    private mutating func value(_ shape: ValueShape, _ name: String) -> JSON {
        let isNullable = shape.kinds.contains(.null)
        var schema = JSONObject()
        switch shape.kinds.subtracting([.null, .open]) {
        case .boolean: schema["type"] = "boolean"
        case .integer: schema["type"] = "integer"
        case .number: schema["type"] = "number"
        case .string: schema["type"] = "string"
        case .dateTime:
            schema["type"] = "string"
            schema["format"] = "date-time"
        case .array:
            schema["type"] = "array"
            schema["items"] = shape.elements.first.map { value($0, name) } ?? [:]
        case .object:
            guard isNullable else { return component(name, shape) }
            // Beside a reference nothing else counts.
            schema = object(shape)
        // Values of several kinds have no type that would tell them all.
        default: break
        }
        if isNullable { schema["nullable"] = true }
        return .object(schema)
    }
}

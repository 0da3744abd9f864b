internal import Wire

/// Turns an OpenAPI document into one of JSON Schema draft 4 that means the same.
struct DraftConversion {
    private static let references = "#/components/schemas/"
    /// Keywords that draft 4 does not know and that check nothing.
    private static let dropped: Set<String> = [
        "nullable", "discriminator", "readOnly", "writeOnly", "xml", "externalDocs", "example", "deprecated",
    ]

    /// `root` is the component that becomes the document; the others become its definitions.
    static func draft4(_ document: JSON, root: String?) -> JSON {
        let components = document["components"]?["schemas"]?.object ?? JSONObject()
        var result: JSONObject = ["$schema": "http://json-schema.org/draft-04/schema#"]
        result["title"] = document["info"]?["title"] ?? "Event"
        if let root, let schema = components[root] {
            for member in converted(schema).object?.members ?? [] { result[member.name] = member.value }
        }
        var definitions = JSONObject()
        for member in components.members { definitions[member.name] = converted(member.value) }
        if !definitions.isEmpty { result["definitions"] = .object(definitions) }
        return .object(result)
    }

    private static func converted(_ schema: JSON) -> JSON {
        guard let object = schema.object else { return schema }
        if let reference = object["$ref"]?.string {
            return ["$ref": .string(pointed(reference))]
        }
        var result = JSONObject()
        for member in object.members where !dropped.contains(member.name) {
            result[member.name] = value(of: member)
        }
        guard object["nullable"] == true else { return .object(result) }
        return nullable(result)
    }

    private static func value(of member: JSONObject.Member) -> JSON {
        switch member.name {
        case "properties":
            var properties = JSONObject()
            for inner in member.value.object?.members ?? [] {
                properties[inner.name] = converted(inner.value)
            }
            return .object(properties)
        case "items", "additionalProperties", "not": return converted(member.value)
        case "allOf", "anyOf", "oneOf": return .array((member.value.array ?? []).map { converted($0) })
        default: return member.value
        }
    }

    private static func pointed(_ reference: String) -> String {
        guard reference.hasPrefix(references) else { return reference }
        return "#/definitions/" + reference.dropFirst(references.count)
    }

    private static func nullable(_ schema: JSONObject) -> JSON {
        var schema = schema
        if let values = schema["enum"]?.array, !values.contains(.null) {
            schema["enum"] = .array(values + [.null])
        }
        if let type = schema["type"] {
            schema["type"] = [type, "null"]
            return .object(schema)
        }
        let isFree = schema["allOf"] == nil && schema["anyOf"] == nil && schema["oneOf"] == nil
        return isFree ? .object(schema) : ["anyOf": [.object(schema), ["type": "null"]]]
    }
}

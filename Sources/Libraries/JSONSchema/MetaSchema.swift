internal import Wire

/// The schemas of schemas, so that documents may refer to them by their addresses.
enum MetaSchema {
    static let documents: [String: JSON] = [
        "http://json-schema.org/draft-04/schema": draft4, "http://json-schema.org/draft-07/schema": draft7,
    ]

    private static let this: JSON = ["$ref": "#"]
    private static let text: JSON = ["type": "string"]
    private static let flag: JSON = ["type": "boolean"]
    private static let number: JSON = ["type": "number"]
    private static let count: JSON = ["type": "integer", "minimum": 0]
    private static let schemas: JSON = ["type": "array", "items": this, "minItems": 1]
    private static let named: JSON = ["type": "object", "additionalProperties": this]
    private static let types: JSON = [
        "enum": ["array", "boolean", "integer", "null", "number", "object", "string"]
    ]
    private static let type: JSON = [
        "anyOf": [types, ["type": "array", "items": types, "minItems": 1, "uniqueItems": true]]
    ]

    /// What both drafts say of their keywords.
    private static let common: JSONObject = [
        "$schema": text, "title": text, "description": text, "default": [:], "maxLength": count,
        "minLength": count,
        "pattern": ["type": "string", "format": "regex"], "items": ["anyOf": [this, schemas]],
        "maxItems": count,
        "minItems": count, "uniqueItems": flag, "maxProperties": count, "minProperties": count,
        "definitions": named, "properties": named, "patternProperties": named, "type": type, "format": text,
        "maximum": number, "minimum": number, "allOf": schemas, "anyOf": schemas, "oneOf": schemas,
        "not": this,
    ]

    private static func document(_ address: String, _ id: String, _ type: JSON, _ more: JSONObject) -> JSON {
        var properties = common
        for member in more.members { properties[member.name] = member.value }
        var schema: JSONObject = [
            "$schema": .string(address), "type": type, "properties": .object(properties), "default": [:],
        ]
        schema[id] = .string(address)
        return .object(schema)
    }

    private static func dependencies(_ names: JSON) -> JSON {
        ["type": "object", "additionalProperties": ["anyOf": [this, names]]]
    }

    private static let draft4: JSON = {
        let names: JSON = ["type": "array", "items": text, "minItems": 1, "uniqueItems": true]
        let switched: JSON = ["anyOf": [flag, this]]
        var schema = document(
            "http://json-schema.org/draft-04/schema#", "id", "object",
            [
                "id": text, "multipleOf": ["type": "number", "minimum": 0, "exclusiveMinimum": true],
                "exclusiveMaximum": flag, "exclusiveMinimum": flag, "additionalItems": switched,
                "additionalProperties": switched, "required": names,
                "enum": ["type": "array", "minItems": 1, "uniqueItems": true],
                "dependencies": dependencies(names),
            ])
        if case .object(var object) = schema {
            object["dependencies"] = ["exclusiveMaximum": ["maximum"], "exclusiveMinimum": ["minimum"]]
            schema = .object(object)
        }
        return schema
    }()

    private static let draft7: JSON = {
        let names: JSON = ["type": "array", "items": text, "uniqueItems": true]
        return document(
            "http://json-schema.org/draft-07/schema#", "$id", ["object", "boolean"],
            [
                "$id": ["type": "string", "format": "uri-reference"],
                "$ref": ["type": "string", "format": "uri-reference"],
                "$comment": text, "readOnly": flag, "examples": ["type": "array"],
                "multipleOf": ["type": "number", "exclusiveMinimum": 0], "exclusiveMaximum": number,
                "exclusiveMinimum": number, "additionalItems": this, "additionalProperties": this,
                "contains": this,
                "propertyNames": this, "required": names, "const": true, "enum": ["type": "array"],
                "dependencies": dependencies(names), "contentMediaType": text, "contentEncoding": text,
                "if": this,
                "then": this, "else": this,
            ])
    }()
}

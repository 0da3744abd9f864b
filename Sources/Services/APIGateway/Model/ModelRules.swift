internal import APIGatewayInterface
internal import Kernel
internal import Wire

/// What a model may say.
enum ModelRules {
    static func check(_ model: Model) throws {
        let name = model.name ?? ""
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            throw BadRequestException("Model name must be alphanumeric: \(name)")
        }
        guard let text = model.schema, !text.isEmpty else {
            throw BadRequestException("Model schema must have at least 1 property or array items defined")
        }
        let schema: JSON
        do throws(JSONError) {
            schema = try JSON(parsing: text)
        } catch {
            throw BadRequestException(
                "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]"
            )
        }
        guard schema.object != nil else {
            throw BadRequestException(
                "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]"
            )
        }
        try checkPatterns(schema, depth: 0)
    }

    /// An expression that is not understood would let everything pass.
    private static func checkPatterns(_ schema: JSON, depth: Int) throws {
        switch schema {
        case .array(let elements):
            for element in elements { try checkPatterns(element, depth: depth + 1) }
        case .object(let object):
            for member in object.members {
                if member.name == "pattern", let text = member.value.string,
                    !Pattern(SchemaValidation.anywhere(text)).isSupported
                {
                    throw NotImplemented("A model with the pattern \(text)")
                }
                try checkPatterns(member.value, depth: depth + 1)
            }
        default: return
        }
    }

    /// The models that every API has from its beginning.
    static func usual(_ makeID: () -> String) -> [Model] {
        [
            Model(
                id: makeID(), name: "Empty", description: "This is a default empty schema model",
                schema: """
                    {
                      "$schema": "http://json-schema.org/draft-04/schema#",
                      "title" : "Empty Schema",
                      "type" : "object"
                    }
                    """, contentType: MediaType.json),
            Model(
                id: makeID(), name: "Error", description: "This is a default error schema model",
                schema: """
                    {
                      "$schema" : "http://json-schema.org/draft-04/schema#",
                      "title" : "Error Schema",
                      "type" : "object",
                      "properties" : {
                        "message" : { "type" : "string" }
                      }
                    }
                    """, contentType: MediaType.json),
        ]
    }
}

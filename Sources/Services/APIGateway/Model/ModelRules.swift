internal import APIGatewayInterface
internal import JSONSchema
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
            throw invalid
        }
        guard schema.object != nil else { throw invalid }
        var models: [String: JSON] = [:]
        try check(schema, &models)
        do throws(SchemaError) {
            _ = try JSONSchema(schema, dialect: .draft4, documents: models)
        } catch {
            throw invalid
        }
    }

    private static var invalid: BadRequestException {
        BadRequestException(
            "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]"
        )
    }

    /// Refuses expressions that are not understood, and notes models that are referred to: they may be made
    /// later, so anything may stand for them.
    private static func check(_ schema: JSON, _ models: inout [String: JSON]) throws {
        switch schema {
        case .array(let elements):
            for element in elements { try check(element, &models) }
        case .object(let object):
            for member in object.members {
                if member.name == "pattern", let text = member.value.string,
                    !Pattern(ecmaScript: text).isSupported
                {
                    throw NotImplemented("A model with the pattern \(text)")
                }
                if member.name == "$ref", let text = member.value.string,
                    text.hasPrefix(ModelSchemas.address)
                {
                    models[text] = [:]
                }
                try check(member.value, &models)
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

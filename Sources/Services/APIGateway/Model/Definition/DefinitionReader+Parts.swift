internal import APIGatewayInterface
internal import Wire

extension DefinitionReader {
    /// Where the schemas of the document stand.
    private var schemas: JSONObject {
        (isSwagger ? root["definitions"] : root["components"]?["schemas"])?.object ?? JSONObject()
    }

    private var schemaPrefix: String { isSwagger ? "#/definitions/" : "#/components/schemas/" }

    /// What a reference within a schema becomes: the address of a model of the API.
    static let modelPrefix = "https://apigateway.amazonaws.com/restapis/API/models/"

    func models() throws -> [Model] {
        try schemas.members.map { member in
            guard member.value.object != nil else { throw invalid }
            return Model(
                name: member.name, description: Self.text(member.value["description"]),
                schema: addressed(member.value).text, contentType: MediaType.json)
        }
    }

    private func addressed(_ schema: JSON) -> JSON {
        switch schema {
        case .array(let elements): return .array(elements.map(addressed))
        case .object(let object):
            var result = JSONObject()
            for member in object.members {
                if member.name == "$ref", let text = member.value.string, text.hasPrefix(schemaPrefix) {
                    result[member.name] = .string(Self.modelPrefix + text.dropFirst(schemaPrefix.count))
                } else {
                    result[member.name] = addressed(member.value)
                }
            }
            return .object(result)
        default: return schema
        }
    }

    /// The model that a schema refers to; one that stands in its place cannot be named.
    func modelName(_ schema: JSON?, _ place: String) throws -> String? {
        guard let schema else { return nil }
        guard let reference = schema["$ref"]?.string, reference.hasPrefix(schemaPrefix) else {
            throw refuse("a schema in place of a reference (\(place))")
        }
        return String(reference.dropFirst(schemaPrefix.count))
    }

    func validators() throws -> [RequestValidator] {
        try (root["x-amazon-apigateway-request-validators"]?.object?.members ?? []).map { member in
            guard member.value.object != nil else { throw invalid }
            return RequestValidator(
                name: member.name,
                validateRequestBody: Self.text(member.value["validateRequestBody"]) == "true",
                validateRequestParameters: Self.text(member.value["validateRequestParameters"]) == "true")
        }
    }

    /// The name of the validator of an operation.
    func validator(of operation: JSON) -> String? {
        Self.text(
            operation["x-amazon-apigateway-request-validator"]
                ?? root["x-amazon-apigateway-request-validator"])
    }

    func gatewayResponses() throws -> [GatewayResponse] {
        let members = root["x-amazon-apigateway-gateway-responses"]?.object?.members ?? []
        return try members.map { member in
            let response = GatewayResponse(
                responseType: member.name, statusCode: Self.text(member.value["statusCode"]),
                responseParameters: try texts(member.value["responseParameters"], invalid),
                responseTemplates: try texts(member.value["responseTemplates"], invalid))
            let checked = try GatewayResponseKinds.checked(response)
            try GatewayResponseKinds.checkTemplates(checked)
            return checked
        }
    }

    /// What a request's body must be, by its media type.
    func addBody(of value: JSON, to method: inout Method, _ place: String) throws {
        if isSwagger {
            for entry in value["parameters"]?.array ?? [] {
                let parameter = try resolved(entry)
                guard Self.text(parameter["in"]) == "body",
                    let name = try modelName(parameter["schema"], place)
                else { continue }
                let types = (value["consumes"] ?? root["consumes"])?.array?.compactMap(\.string) ?? []
                method.requestModels = method.requestModels ?? [:]
                for type in types.isEmpty ? [MediaType.json] : types { method.requestModels?[type] = name }
            }
            return
        }
        guard let body = value["requestBody"] else { return }
        for content in try resolved(body)["content"]?.object?.members ?? [] {
            guard let name = try modelName(content.value["schema"], place) else { continue }
            method.requestModels = method.requestModels ?? [:]
            method.requestModels?[content.name] = name
        }
    }
}

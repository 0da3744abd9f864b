internal import APIGatewayInterface
internal import Wire

extension DefinitionReader {
    private static let integrationMembers: Set<String> = [
        "cacheKeyParameters", "cacheNamespace", "connectionId", "connectionType", "contentHandling",
        "credentials", "httpMethod", "integrationTarget", "passthroughBehavior", "requestParameters",
        "requestTemplates", "responses", "responseTransferMode", "timeoutInMillis", "tlsConfig", "type",
        "uri",
    ]

    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html>
    func integration(_ value: JSON, at path: String) throws -> Integration {
        let malformed = BadRequestException(
            "Unable to parse API definition because of a malformed integration at path \(path).")
        guard let object = value.object else { throw malformed }
        for member in object.members {
            guard Self.integrationMembers.contains(member.name) else {
                throw refuse("\(member.name) of the integration of \(path)")
            }
        }
        func text(_ name: String) throws -> String? {
            guard let member = value[name], !member.isNull else { return nil }
            guard let text = Self.text(member) else { throw malformed }
            return text
        }
        if value["cacheNamespace"] != nil { throw refuse("cacheNamespace of the integration of \(path)") }
        var integration = Integration(
            type: try text("type")?.uppercased(), httpMethod: try text("httpMethod")?.uppercased(),
            uri: try text("uri"), connectionType: try text("connectionType"),
            connectionId: try text("connectionId"), credentials: try text("credentials"),
            requestParameters: try texts(value["requestParameters"], malformed),
            requestTemplates: try texts(value["requestTemplates"], malformed),
            passthroughBehavior: try text("passthroughBehavior")?.uppercased(),
            contentHandling: try text("contentHandling"))
        if let time = try text("timeoutInMillis") {
            guard let milliseconds = Int(time) else { throw malformed }
            integration.timeoutInMillis = milliseconds
        }
        integration.cacheKeyParameters = value["cacheKeyParameters"]?.array?.compactMap(\.string)
        integration.responseTransferMode = try text("responseTransferMode")
        integration.integrationTarget = try text("integrationTarget")
        if value["tlsConfig"] != nil { throw refuse("tlsConfig of the integration of \(path)") }
        integration.integrationResponses = try integrationResponses(value["responses"], malformed)
        return integration
    }

    private func integrationResponses(
        _ value: JSON?, _ malformed: BadRequestException
    ) throws -> [String: IntegrationResponse]? {
        var responses: [String: IntegrationResponse] = [:]
        for member in value?.object?.members ?? [] {
            guard let status = Self.text(member.value["statusCode"]) else { throw malformed }
            responses[status] = IntegrationResponse(
                statusCode: status, selectionPattern: member.name == "default" ? nil : member.name,
                responseParameters: try texts(member.value["responseParameters"], malformed),
                responseTemplates: try texts(member.value["responseTemplates"], malformed),
                contentHandling: Self.text(member.value["contentHandling"]))
        }
        return responses.isEmpty ? nil : responses
    }

    /// A map of texts; a template may also be written as the document that it yields.
    func texts(_ value: JSON?, _ malformed: BadRequestException) throws -> [String: String]? {
        guard let value, !value.isNull else { return nil }
        guard let object = value.object else { throw malformed }
        var texts: [String: String] = [:]
        for member in object.members { texts[member.name] = Self.text(member.value) ?? member.value.text }
        return texts
    }
}

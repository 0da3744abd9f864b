internal import Kernel
internal import Wire

/// `AWS::ApiGateway::Method`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html>
enum MethodResource {
    private static let integrationProperties: Set<String> = [
        "ConnectionType", "Credentials", "IntegrationHttpMethod", "IntegrationResponses",
        "PassthroughBehavior", "RequestParameters", "RequestTemplates", "TimeoutInMillis", "Type", "Uri",
    ]

    static let type = ResourceType(
        "AWS::ApiGateway::Method",
        properties: [
            "ApiKeyRequired", "AuthorizationType", "AuthorizerId", "HttpMethod", "Integration",
            "MethodResponses",
            "OperationName", "RequestModels", "RequestParameters", "RequestValidatorId", "ResourceId",
            "RestApiId",
        ],
        required: ["HttpMethod", "ResourceId", "RestApiId"],
        createOnly: ["HttpMethod", "ResourceId", "RestApiId"], attributes: [],
        create: { request in
            try await put(request)
            let place = place(request)
            let id = [place["restApiId"], place["resourceId"], place["httpMethod"]]
                .map { $0?.string ?? "" }.joined(separator: "-")
            return ResourceState(physicalID: id)
        },
        update: { request, state in
            try await Templates.remove("DeleteMethod", .object(place(request)), request.call)
            try await put(request)
            return state
        },
        delete: { request, state in
            try await Templates.remove("DeleteMethod", .object(place(request)), request.call)
        })

    private static func place(_ request: ResourceRequest) -> JSONObject {
        Templates.input(
            request.properties,
            [("RestApiId", "restApiId"), ("ResourceId", "resourceId"), ("HttpMethod", "httpMethod")])
    }

    private static func put(_ request: ResourceRequest) async throws {
        let properties = request.properties
        var input = place(request)
        input["authorizationType"] = .string(Templates.text(properties, "AuthorizationType") ?? "NONE")
        input["apiKeyRequired"] = Templates.flag(properties, "ApiKeyRequired")
        input["authorizerId"] = properties["AuthorizerId"]
        input["operationName"] = properties["OperationName"]
        input["requestValidatorId"] = properties["RequestValidatorId"]
        input["requestModels"] = properties["RequestModels"]
        input["requestParameters"] = flags(properties["RequestParameters"])
        _ = try await request.call.invoke("apigateway:PutMethod", .object(input))
        for response in properties["MethodResponses"]?.array ?? [] {
            var input = place(request)
            input["statusCode"] = .string(Templates.text(response, "StatusCode") ?? "")
            input["responseParameters"] = flags(response["ResponseParameters"])
            input["responseModels"] = response["ResponseModels"]
            _ = try await request.call.invoke("apigateway:PutMethodResponse", .object(input))
        }
        guard let integration = properties["Integration"] else { return }
        try await putIntegration(integration, request)
    }

    private static func flags(_ value: JSON?) -> JSON? {
        guard let object = value?.object else { return nil }
        var flags = JSONObject()
        for member in object.members { flags[member.name] = .bool(member.value.scalarText == "true") }
        return .object(flags)
    }

    private static func putIntegration(_ integration: JSON, _ request: ResourceRequest) async throws {
        for name in integration.object?.names ?? [] where !integrationProperties.contains(name) {
            throw CommonFailure("ValidationError", "Unsupported property: Integration.\(name)")
        }
        var body = Templates.input(
            integration,
            [
                ("Type", "type"), ("Uri", "uri"), ("IntegrationHttpMethod", "httpMethod"),
                ("PassthroughBehavior", "passthroughBehavior"), ("Credentials", "credentials"),
                ("ConnectionType", "connectionType"),
            ])
        body["timeoutInMillis"] = Templates.number(integration, "TimeoutInMillis")
        body["requestParameters"] = integration["RequestParameters"]
        body["requestTemplates"] = integration["RequestTemplates"]
        try await send(body, request)
        for response in integration["IntegrationResponses"]?.array ?? [] {
            guard response["ContentHandling"] == nil else {
                throw CommonFailure("ValidationError", "Unsupported property: ContentHandling")
            }
            var input = place(request)
            input["statusCode"] = .string(Templates.text(response, "StatusCode") ?? "")
            input["selectionPattern"] = response["SelectionPattern"]
            input["responseParameters"] = response["ResponseParameters"]
            input["responseTemplates"] = response["ResponseTemplates"]
            _ = try await request.call.invoke("apigateway:PutIntegrationResponse", .object(input))
        }
    }

    /// The method of the path and that of the integration have one name on the wire, so the call goes as a
    /// request does: path and body apart.
    private static func send(_ body: JSONObject, _ request: ResourceRequest) async throws {
        let call = request.call
        guard let service = call.kernel.service("apigateway"),
            let action = service.actions["PutIntegration"]
        else { throw NotImplemented("PutIntegration") }
        let labels = [
            "restapi_id": "RestApiId", "resource_id": "ResourceId", "http_method": "HttpMethod",
        ].mapValues { Templates.text(request.properties, $0) ?? "" }
        let ready: ReadyCall
        do throws(WireError) {
            let parts = RequestParts(labels: labels, body: JSON.object(body).utf8)
            ready = try action.prepare(parts, .restJson)
        } catch {
            throw service.model.failure(for: error, .restJson, operation: action.operation)
        }
        let inner = Kernel.Call(
            kernel: call.kernel, scope: call.scope, principal: call.principal, operation: "PutIntegration",
            requestID: call.requestID, trace: call.trace, endpoint: call.endpoint, depth: call.depth + 1)
        try await call.kernel.authorise(action, ready, inner)
        _ = try await ready.run(inner)
    }
}

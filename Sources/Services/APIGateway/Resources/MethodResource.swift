internal import Kernel
internal import Wire

/// `AWS::ApiGateway::Method`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html>
enum MethodResource {
    private static let integrationProperties: Set<String> = [
        "IntegrationHttpMethod", "PassthroughBehavior", "TimeoutInMillis", "Type", "Uri",
    ]

    static let type = ResourceType(
        "AWS::ApiGateway::Method",
        properties: [
            "ApiKeyRequired", "AuthorizationType", "HttpMethod", "Integration", "OperationName", "ResourceId",
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
        input["operationName"] = properties["OperationName"]
        _ = try await request.call.invoke("apigateway:PutMethod", .object(input))
        guard let integration = properties["Integration"] else { return }
        for name in integration.object?.names ?? [] where !integrationProperties.contains(name) {
            throw CommonFailure("ValidationError", "Unsupported property: Integration.\(name)")
        }
        var body = Templates.input(
            integration,
            [
                ("Type", "type"), ("Uri", "uri"), ("IntegrationHttpMethod", "httpMethod"),
                ("PassthroughBehavior", "passthroughBehavior"),
            ])
        body["timeoutInMillis"] = Templates.number(integration, "TimeoutInMillis")
        try await putIntegration(body, request)
    }

    /// The method of the path and that of the integration have one name on the wire, so the call goes as a
    /// request does: path and body apart.
    private static func putIntegration(_ body: JSONObject, _ request: ResourceRequest) async throws {
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

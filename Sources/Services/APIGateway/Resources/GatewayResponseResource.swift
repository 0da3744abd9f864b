internal import Kernel
internal import Wire

/// `AWS::ApiGateway::GatewayResponse`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-gatewayresponse.html>
enum GatewayResponseResource {
    static let type = ResourceType(
        "AWS::ApiGateway::GatewayResponse",
        properties: ["ResponseParameters", "ResponseTemplates", "ResponseType", "RestApiId", "StatusCode"],
        required: ["ResponseType", "RestApiId"], createOnly: ["ResponseType", "RestApiId"],
        attributes: ["Id"],
        create: { request in
            try await put(request)
            let id = ["RestApiId", "ResponseType"].map { Templates.text(request.properties, $0) ?? "" }
                .joined(separator: ":")
            return ResourceState(physicalID: id, attributes: ["Id": .string(id)])
        },
        update: { request, state in
            try await put(request)
            return state
        },
        delete: { request, state in
            try await Templates.remove("DeleteGatewayResponse", .object(place(request)), request.call)
        })

    private static func place(_ request: ResourceRequest) -> JSONObject {
        Templates.input(request.properties, [("RestApiId", "restApiId"), ("ResponseType", "responseType")])
    }

    private static func put(_ request: ResourceRequest) async throws {
        var input = place(request)
        input["statusCode"] = Templates.text(request.properties, "StatusCode").map { .string($0) }
        input["responseParameters"] = request.properties["ResponseParameters"]
        input["responseTemplates"] = request.properties["ResponseTemplates"]
        _ = try await request.call.invoke("apigateway:PutGatewayResponse", .object(input))
    }
}

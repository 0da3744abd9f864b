internal import Kernel
internal import Wire

/// `AWS::ApiGateway::Authorizer`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-authorizer.html>
enum AuthorizerResource {
    static let type = ResourceType(
        "AWS::ApiGateway::Authorizer",
        properties: [
            "AuthType", "AuthorizerCredentials", "AuthorizerResultTtlInSeconds", "AuthorizerUri",
            "IdentitySource", "IdentityValidationExpression", "Name", "RestApiId", "Type",
        ],
        required: ["Name", "RestApiId", "Type"], createOnly: ["RestApiId"], attributes: ["AuthorizerId"],
        create: { request in
            var input = Templates.input(
                request.properties, [("RestApiId", "restApiId")] + members.map { ($0, Self.member($0)) })
            input["authorizerResultTtlInSeconds"] = Templates.number(
                request.properties, "AuthorizerResultTtlInSeconds")
            let made = try await request.call.invoke("apigateway:CreateAuthorizer", .object(input))
            return ResourceState(
                physicalID: made["id"]?.string ?? "", attributes: ["AuthorizerId": made["id"] ?? .null])
        },
        update: { request, state in
            var patches: [JSON] = []
            for name in members + ["AuthorizerResultTtlInSeconds"] {
                let value = Templates.text(request.properties, name)
                guard value != nil || request.previous?[name] != nil else { continue }
                let usual = name == "AuthorizerResultTtlInSeconds" ? "\(AuthorizerRules.lifetimeUsual)" : ""
                patches.append(Templates.replace("/\(member(name))", value ?? usual))
            }
            _ = try await request.call.invoke(
                "apigateway:UpdateAuthorizer",
                [
                    "restApiId": .string(Templates.text(request.properties, "RestApiId") ?? ""),
                    "authorizerId": .string(state.physicalID), "patchOperations": .array(patches),
                ])
            return state
        },
        delete: { request, state in
            let api = JSON.string(Templates.text(request.properties, "RestApiId") ?? "")
            try await Templates.remove(
                "DeleteAuthorizer", ["restApiId": api, "authorizerId": .string(state.physicalID)],
                request.call)
        })

    private static let members = [
        "AuthType", "AuthorizerCredentials", "AuthorizerUri", "IdentitySource",
        "IdentityValidationExpression", "Name", "Type",
    ]

    private static func member(_ property: String) -> String {
        property.prefix(1).lowercased() + property.dropFirst()
    }
}

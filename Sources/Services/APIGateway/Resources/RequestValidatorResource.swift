internal import Kernel
internal import Wire

/// `AWS::ApiGateway::RequestValidator`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-requestvalidator.html>
enum RequestValidatorResource {
    static let type = ResourceType(
        "AWS::ApiGateway::RequestValidator",
        properties: ["Name", "RestApiId", "ValidateRequestBody", "ValidateRequestParameters"],
        required: ["RestApiId"], createOnly: ["Name", "RestApiId"], attributes: ["RequestValidatorId"],
        create: { request in
            var input = Templates.input(request.properties, [("RestApiId", "restApiId")])
            input["name"] = .string(Templates.text(request.properties, "Name") ?? request.generatedName)
            input["validateRequestBody"] = Templates.flag(request.properties, "ValidateRequestBody")
            input["validateRequestParameters"] = Templates.flag(
                request.properties, "ValidateRequestParameters")
            let made = try await request.call.invoke("apigateway:CreateRequestValidator", .object(input))
            return ResourceState(
                physicalID: made["id"]?.string ?? "", attributes: ["RequestValidatorId": made["id"] ?? .null])
        },
        update: { request, state in
            let patches = ["ValidateRequestBody", "ValidateRequestParameters"].map { name in
                Templates.replace(
                    "/v\(name.dropFirst())", Templates.text(request.properties, name) ?? "false")
            }
            _ = try await request.call.invoke(
                "apigateway:UpdateRequestValidator",
                [
                    "restApiId": .string(Templates.text(request.properties, "RestApiId") ?? ""),
                    "requestValidatorId": .string(state.physicalID), "patchOperations": .array(patches),
                ])
            return state
        },
        delete: { request, state in
            let api = JSON.string(Templates.text(request.properties, "RestApiId") ?? "")
            try await Templates.remove(
                "DeleteRequestValidator",
                ["restApiId": api, "requestValidatorId": .string(state.physicalID)], request.call)
        })
}

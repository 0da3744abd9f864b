internal import Kernel
internal import Wire

/// `AWS::ApiGateway::RestApi`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html>
enum RestApiResource {
    static let type = ResourceType(
        "AWS::ApiGateway::RestApi",
        properties: [
            "ApiKeySourceType", "BinaryMediaTypes", "Description", "EndpointConfiguration", "Name", "Tags",
        ],
        createOnly: ["ApiKeySourceType", "BinaryMediaTypes", "EndpointConfiguration"],
        attributes: ["RestApiId", "RootResourceId"],
        create: { request in
            var input = Templates.input(
                request.properties, [("Description", "description"), ("ApiKeySourceType", "apiKeySource")])
            input["name"] = .string(Templates.text(request.properties, "Name") ?? request.generatedName)
            input["binaryMediaTypes"] = request.properties["BinaryMediaTypes"]
            if let types = request.properties["EndpointConfiguration"]?["Types"] {
                input["endpointConfiguration"] = ["types": types]
            }
            input["tags"] = Templates.tags(request)
            let made = try await request.call.invoke("apigateway:CreateRestApi", .object(input))
            return ResourceState(
                physicalID: made["id"]?.string ?? "",
                attributes: [
                    "RestApiId": made["id"] ?? .null, "RootResourceId": made["rootResourceId"] ?? .null,
                ])
        },
        update: { request, state in
            var patches: [JSON] = []
            if let name = Templates.text(request.properties, "Name") {
                patches.append(Templates.replace("/name", name))
            }
            let description = Templates.text(request.properties, "Description") ?? ""
            patches.append(Templates.replace("/description", description))
            _ = try await request.call.invoke(
                "apigateway:UpdateRestApi",
                ["restApiId": .string(state.physicalID), "patchOperations": .array(patches)])
            return state
        },
        delete: { request, state in
            try await Templates.remove(
                "DeleteRestApi", ["restApiId": .string(state.physicalID)], request.call)
        })
}

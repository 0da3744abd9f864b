internal import Kernel
internal import Wire

/// `AWS::ApiGateway::ApiKey`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-apikey.html>
enum ApiKeyResource {
    static let type = ResourceType(
        "AWS::ApiGateway::ApiKey",
        properties: ["CustomerId", "Description", "Enabled", "Name", "Tags", "Value"],
        createOnly: ["Name", "Value"], attributes: ["APIKeyId"],
        create: { request in
            var input = Templates.input(
                request.properties,
                [("CustomerId", "customerId"), ("Description", "description"), ("Value", "value")])
            input["name"] = .string(Templates.text(request.properties, "Name") ?? request.generatedName)
            input["enabled"] = Templates.flag(request.properties, "Enabled")
            input["tags"] = request.tagMap
            let made = try await request.call.invoke("apigateway:CreateApiKey", .object(input))
            return ResourceState(
                physicalID: made["id"]?.string ?? "", attributes: ["APIKeyId": made["id"] ?? .null])
        },
        update: { request, state in
            let properties = request.properties
            let patches = [
                Templates.replace("/enabled", Templates.text(properties, "Enabled") ?? "false"),
                Templates.replace("/description", Templates.text(properties, "Description") ?? ""),
                Templates.replace("/customerId", Templates.text(properties, "CustomerId") ?? ""),
            ]
            _ = try await request.call.invoke(
                "apigateway:UpdateApiKey",
                ["apiKey": .string(state.physicalID), "patchOperations": .array(patches)])
            try await Templates.updateTags("/apikeys/\(state.physicalID)", request)
            return state
        },
        delete: { request, state in
            try await Templates.remove("DeleteApiKey", ["apiKey": .string(state.physicalID)], request.call)
        })
}

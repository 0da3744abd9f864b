internal import Kernel
internal import Wire

/// `AWS::ApiGateway::Model`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-model.html>
enum ModelResource {
    static let type = ResourceType(
        "AWS::ApiGateway::Model",
        properties: ["ContentType", "Description", "Name", "RestApiId", "Schema"], required: ["RestApiId"],
        createOnly: ["ContentType", "Name", "RestApiId"], attributes: [],
        create: { request in
            var input = Templates.input(
                request.properties, [("RestApiId", "restApiId"), ("Description", "description")])
            let name =
                Templates.text(request.properties, "Name")
                ?? request.generatedName.filter { $0.isLetter || $0.isNumber }
            input["name"] = .string(name)
            input["contentType"] = .string(
                Templates.text(request.properties, "ContentType") ?? MediaType.json)
            input["schema"] = .string(request.document("Schema") ?? "{}")
            _ = try await request.call.invoke("apigateway:CreateModel", .object(input))
            return ResourceState(physicalID: name)
        },
        update: { request, state in
            let patches = [
                Templates.replace("/schema", request.document("Schema") ?? "{}"),
                Templates.replace("/description", Templates.text(request.properties, "Description") ?? ""),
            ]
            _ = try await request.call.invoke(
                "apigateway:UpdateModel",
                [
                    "restApiId": .string(Templates.text(request.properties, "RestApiId") ?? ""),
                    "modelName": .string(state.physicalID), "patchOperations": .array(patches),
                ])
            return state
        },
        delete: { request, state in
            let api = JSON.string(Templates.text(request.properties, "RestApiId") ?? "")
            try await Templates.remove(
                "DeleteModel", ["restApiId": api, "modelName": .string(state.physicalID)], request.call)
        })
}

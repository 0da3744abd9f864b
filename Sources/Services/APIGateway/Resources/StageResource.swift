internal import Kernel
internal import Wire

/// `AWS::ApiGateway::Stage`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html>
enum StageResource {
    static let type = ResourceType(
        "AWS::ApiGateway::Stage",
        properties: ["DeploymentId", "Description", "RestApiId", "StageName", "Tags", "Variables"],
        required: ["DeploymentId", "RestApiId", "StageName"], createOnly: ["RestApiId", "StageName"],
        attributes: [],
        create: { request in
            var input = Templates.input(
                request.properties,
                [
                    ("RestApiId", "restApiId"), ("StageName", "stageName"), ("DeploymentId", "deploymentId"),
                    ("Description", "description"),
                ])
            input["variables"] = request.properties["Variables"]
            input["tags"] = Templates.tags(request)
            _ = try await request.call.invoke("apigateway:CreateStage", .object(input))
            return ResourceState(physicalID: Templates.text(request.properties, "StageName") ?? "")
        },
        update: { request, state in
            var patches = [
                Templates.replace("/deploymentId", Templates.text(request.properties, "DeploymentId") ?? ""),
                Templates.replace("/description", Templates.text(request.properties, "Description") ?? ""),
            ]
            let wanted = request.properties["Variables"]?.object ?? JSONObject()
            for member in wanted.members {
                patches.append(Templates.replace("/variables/\(member.name)", member.value.string ?? ""))
            }
            for member in request.previous?["Variables"]?.object?.members ?? []
            where wanted[member.name] == nil {
                patches.append(["op": "remove", "path": .string("/variables/\(member.name)")])
            }
            _ = try await request.call.invoke("apigateway:UpdateStage", input(request, state, patches))
            return state
        },
        delete: { request, state in
            try await Templates.remove("DeleteStage", input(request, state, nil), request.call)
        })

    private static func input(_ request: ResourceRequest, _ state: ResourceState, _ patches: [JSON]?) -> JSON
    {
        var input: JSONObject = [
            "restApiId": .string(Templates.text(request.properties, "RestApiId") ?? ""),
            "stageName": .string(state.physicalID),
        ]
        if let patches { input["patchOperations"] = .array(patches) }
        return .object(input)
    }
}

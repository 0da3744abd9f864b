internal import Kernel
internal import Wire

/// `AWS::ApiGateway::Stage`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html>
enum StageResource {
    static let type = ResourceType(
        "AWS::ApiGateway::Stage",
        properties: [
            "AccessLogSetting", "DeploymentId", "Description", "MethodSettings", "RestApiId", "StageName",
            "Tags", "TracingEnabled", "Variables",
        ],
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
            input["tags"] = request.tagMap
            input["tracingEnabled"] = Templates.flag(request.properties, "TracingEnabled")
            let settings = try StageSettingsProperties.patches(request.properties, nil)
            _ = try await request.call.invoke("apigateway:CreateStage", .object(input))
            let state = ResourceState(physicalID: Templates.text(request.properties, "StageName") ?? "")
            guard !settings.isEmpty else { return state }
            do {
                _ = try await request.call.invoke(
                    "apigateway:UpdateStage", Self.input(request, state, settings))
            } catch {
                try await Templates.remove("DeleteStage", Self.input(request, state, nil), request.call)
                throw error
            }
            return state
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
            if Templates.text(request.properties, "TracingEnabled") == "true" {
                throw CommonFailure("ValidationError", "Unsupported property: TracingEnabled")
            }
            patches += try StageSettingsProperties.patches(request.properties, request.previous)
            _ = try await request.call.invoke("apigateway:UpdateStage", input(request, state, patches))
            let api = Templates.text(request.properties, "RestApiId") ?? ""
            try await Templates.updateTags("/restapis/\(api)/stages/\(state.physicalID)", request)
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

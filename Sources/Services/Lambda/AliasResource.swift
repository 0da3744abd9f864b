internal import Kernel
internal import Wire

/// `AWS::Lambda::Alias`.
enum AliasResource {
    private static let names = ["FunctionName", "FunctionVersion", "Name", "Description"]

    static let type = ResourceType(
        "AWS::Lambda::Alias", properties: Set(names + ["RoutingConfig"]),
        required: ["FunctionName", "FunctionVersion", "Name"], createOnly: ["FunctionName", "Name"],
        create: { try await put("lambda:CreateAlias", $0) },
        update: { request, _ in try await put("lambda:UpdateAlias", request) },
        delete: { request, _ in
            _ = try await request.call.invoke(
                "lambda:DeleteAlias", ResourceProperties(request).input(["FunctionName", "Name"]))
        })

    private static func put(_ action: String, _ request: ResourceRequest) async throws -> ResourceState {
        let properties = ResourceProperties(request)
        var weights = JSONObject()
        // A list in templates, a map in the operation.
        for entry in properties["RoutingConfig"]?["AdditionalVersionWeights"]?.array ?? [] {
            if let version = entry["FunctionVersion"]?.string { weights[version] = entry["FunctionWeight"] }
        }
        let answer = try await request.call.invoke(
            action, properties.input(names, ["RoutingConfig": ["AdditionalVersionWeights": .object(weights)]])
        )
        let arn = answer["AliasArn"] ?? ""
        return ResourceState(physicalID: arn.string ?? "", attributes: ["AliasArn": arn])
    }
}

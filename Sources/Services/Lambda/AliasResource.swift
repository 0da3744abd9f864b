internal import Kernel
internal import Wire

/// `AWS::Lambda::Alias`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html>
enum AliasResource {
    private static let names = ["FunctionName", "FunctionVersion", "Name", "Description"]

    static let type = ResourceType(
        "AWS::Lambda::Alias", properties: Set(names + ["RoutingConfig"]),
        required: ["FunctionName", "FunctionVersion", "Name"], createOnly: ["FunctionName", "Name"],
        attributes: ["AliasArn"],
        find: { request in
            try await ResourceProperties(request).find("lambda:GetAlias", ["FunctionName", "Name"]).map(state)
        },
        create: { state(try await put("lambda:CreateAlias", $0)) },
        update: { request, _ in state(try await put("lambda:UpdateAlias", request)) },
        delete: { request, _ in
            _ = try await request.invoke(
                "lambda:DeleteAlias", ResourceProperties(request).input(["FunctionName", "Name"]))
        })

    private static func put(_ action: String, _ request: ResourceRequest) async throws -> JSON {
        let properties = ResourceProperties(request)
        var weights = JSONObject()
        // A list in templates, a map in the operation.
        for entry in properties["RoutingConfig"]?["AdditionalVersionWeights"]?.array ?? [] {
            if let version = entry["FunctionVersion"]?.string { weights[version] = entry["FunctionWeight"] }
        }
        return try await request.invoke(
            action,
            properties.input(
                names,
                [
                    "RoutingConfig": ["AdditionalVersionWeights": .object(weights)],
                    "Description": properties["Description"] ?? "",
                ]))
    }

    private static func state(_ answer: JSON) -> ResourceState {
        let arn = answer["AliasArn"] ?? ""
        return ResourceState(physicalID: arn.string ?? "", attributes: ["AliasArn": arn])
    }
}

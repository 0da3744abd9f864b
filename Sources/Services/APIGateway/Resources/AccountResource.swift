internal import Kernel
internal import Wire

/// `AWS::ApiGateway::Account`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-account.html>
enum AccountResource {
    static let type = ResourceType(
        "AWS::ApiGateway::Account", properties: ["CloudWatchRoleArn"], attributes: ["Id"],
        create: { request in
            try await put(request)
            return ResourceState(
                physicalID: request.generatedName, attributes: ["Id": .string(request.generatedName)])
        },
        update: { request, state in
            try await put(request)
            return state
        },
        // The account stays as it is, as on AWS: other stacks may rely on it.
        delete: { _, _ in })

    private static func put(_ request: ResourceRequest) async throws {
        guard let role = Templates.text(request.properties, "CloudWatchRoleArn") else { return }
        _ = try await request.call.invoke(
            "apigateway:UpdateAccount", ["patchOperations": [Templates.replace("/cloudwatchRoleArn", role)]])
    }
}

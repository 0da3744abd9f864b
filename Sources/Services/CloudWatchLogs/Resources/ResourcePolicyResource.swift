internal import Kernel
internal import Wire

/// `AWS::Logs::ResourcePolicy`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-resourcepolicy.html>
enum ResourcePolicyResource {
    static let type = ResourceType(
        "AWS::Logs::ResourcePolicy", properties: ["PolicyDocument", "PolicyName"],
        required: ["PolicyDocument", "PolicyName"], createOnly: ["PolicyName"],
        create: { request in try await put(request) },
        update: { request, _ in try await put(request) },
        delete: { request, old in
            try await request.invoke("logs:DeleteResourcePolicy", ["policyName": .string(old.physicalID)])
        })

    private static func put(_ request: ResourceRequest) async throws -> ResourceState {
        let name = request.string("PolicyName") ?? ""
        try await request.invoke(
            "logs:PutResourcePolicy",
            [
                "policyName": .string(name),
                "policyDocument": .string(request.document("PolicyDocument") ?? ""),
            ])
        return ResourceState(physicalID: name)
    }
}

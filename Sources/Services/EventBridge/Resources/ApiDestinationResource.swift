internal import Kernel
internal import Wire

/// `AWS::Events::ApiDestination`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-apidestination.html>
enum ApiDestinationResource {
    private static let settings = [
        "ConnectionArn", "Description", "HttpMethod", "InvocationEndpoint", "InvocationRateLimitPerSecond",
    ]

    static let type = ResourceType(
        "AWS::Events::ApiDestination", properties: Set(settings + ["Name"]),
        required: ["ConnectionArn", "HttpMethod", "InvocationEndpoint"], createOnly: ["Name"],
        attributes: ["Arn"],
        find: { request in
            do {
                return try await state(request)
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                return nil
            }
        },
        create: { request in
            try await request.invoke("events:CreateApiDestination", input(request))
            return try await state(request)
        },
        update: { request, _ in
            try await request.invoke("events:UpdateApiDestination", input(request))
            return try await state(request)
        },
        delete: { request, old in
            do {
                try await request.invoke("events:DeleteApiDestination", ["Name": .string(old.physicalID)])
            } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
                // A destination that is gone is deleted.
            }
        })

    private static func input(_ request: ResourceRequest) -> JSON {
        var input: JSONObject = ["Name": .string(ConnectionResource.name(request))]
        for setting in settings { input[setting] = request.properties[setting] }
        return .object(input)
    }

    private static func state(_ request: ResourceRequest) async throws -> ResourceState {
        let name = ConnectionResource.name(request)
        let found = try await request.invoke("events:DescribeApiDestination", ["Name": .string(name)])
        return ResourceState(physicalID: name, attributes: ["Arn": found["ApiDestinationArn"] ?? ""])
    }
}

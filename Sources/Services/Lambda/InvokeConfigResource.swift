internal import Kernel
internal import Wire

/// `AWS::Lambda::EventInvokeConfig`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html>
enum InvokeConfigResource {
    private static let names = [
        "FunctionName", "Qualifier", "MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig",
    ]

    static let type = ResourceType(
        "AWS::Lambda::EventInvokeConfig", properties: Set(names), required: ["FunctionName", "Qualifier"],
        createOnly: ["FunctionName", "Qualifier"], attributes: [],
        find: { request in
            try await ResourceProperties(request).find(
                "lambda:GetFunctionEventInvokeConfig", ["FunctionName", "Qualifier"]
            ).map { _ in state(request) }
        },
        create: put, update: { request, _ in try await put(request) },
        delete: { request, _ in
            _ = try await request.invoke(
                "lambda:DeleteFunctionEventInvokeConfig",
                ResourceProperties(request).input(["FunctionName", "Qualifier"]))
        })

    private static func put(_ request: ResourceRequest) async throws -> ResourceState {
        _ = try await request.invoke(
            "lambda:PutFunctionEventInvokeConfig", ResourceProperties(request).input(names))
        return state(request)
    }

    private static func state(_ request: ResourceRequest) -> ResourceState {
        let properties = ResourceProperties(request)
        return ResourceState(physicalID: "\(properties.text("FunctionName"))|\(properties.text("Qualifier"))")
    }
}

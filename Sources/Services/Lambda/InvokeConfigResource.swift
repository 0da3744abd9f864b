internal import Kernel
internal import Wire

/// `AWS::Lambda::EventInvokeConfig`.
enum InvokeConfigResource {
    private static let names = [
        "FunctionName", "Qualifier", "MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig",
    ]

    static let type = ResourceType(
        "AWS::Lambda::EventInvokeConfig", properties: Set(names), required: ["FunctionName", "Qualifier"],
        createOnly: ["FunctionName", "Qualifier"],
        create: put, update: { request, _ in try await put(request) },
        delete: { request, _ in
            _ = try await request.call.invoke(
                "lambda:DeleteFunctionEventInvokeConfig",
                ResourceProperties(request).input(["FunctionName", "Qualifier"]))
        })

    private static func put(_ request: ResourceRequest) async throws -> ResourceState {
        let properties = ResourceProperties(request)
        _ = try await request.call.invoke("lambda:PutFunctionEventInvokeConfig", properties.input(names))
        return ResourceState(physicalID: "\(properties.text("FunctionName"))|\(properties.text("Qualifier"))")
    }
}

internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func updateFunctionEventInvokeConfig(
        _ input: UpdateFunctionEventInvokeConfigInput, _ call: Call
    ) async throws -> FunctionEventInvokeConfig {
        let reference = try FunctionReference(input.functionName, qualifier: input.qualifier)
        let arn = call.scope.arn("lambda", "function:\(reference.name)")
        return try await setInvokeConfig(input.functionName, input.qualifier, call) { old in
            guard var config = old else {
                throw ResourceNotFoundException(
                    "The function \(arn):\(reference.qualifier ?? FunctionReference.latest) doesn't have an "
                        + "EventInvokeConfig", type: "User")
            }
            config.maximumRetryAttempts = input.maximumRetryAttempts ?? config.maximumRetryAttempts
            config.maximumEventAgeInSeconds =
                input.maximumEventAgeInSeconds ?? config.maximumEventAgeInSeconds
            config.destinationConfig = input.destinationConfig ?? config.destinationConfig
            return config
        }
    }
}

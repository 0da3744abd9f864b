internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func putFunctionEventInvokeConfig(
        _ input: PutFunctionEventInvokeConfigInput, _ call: Call
    ) async throws -> FunctionEventInvokeConfig {
        let config = FunctionEventInvokeConfig(
            maximumRetryAttempts: input.maximumRetryAttempts,
            maximumEventAgeInSeconds: input.maximumEventAgeInSeconds,
            destinationConfig: input.destinationConfig
                ?? DestinationConfig(onSuccess: OnSuccess(), onFailure: OnFailure()))
        return try await setInvokeConfig(input.functionName, input.qualifier, call) { _ in config }
    }

    /// Stores what `change` makes of the configuration there is, if any.
    func setInvokeConfig(
        _ name: String, _ qualifier: String?, _ call: Call,
        _ change: @escaping @Sendable (FunctionEventInvokeConfig?) throws -> FunctionEventInvokeConfig
    ) async throws -> FunctionEventInvokeConfig {
        let reference = try FunctionReference(name, qualifier: qualifier)
        return try await call.write { tx in
            let function = try resolve(reference, call, in: tx).function
            let qualifier = reference.qualifier ?? FunctionReference.latest
            let old = try Settings.get(
                .invoke, function.id, qualifier, as: FunctionEventInvokeConfig.self, in: tx)
            var config = try change(old)
            for target in [
                config.destinationConfig?.onSuccess?.destination,
                config.destinationConfig?.onFailure?.destination,
            ] {
                guard let target,
                    !["sqs", "sns", "lambda", "events", "s3"].contains(ARN(target)?.service ?? "")
                else {
                    continue
                }
                throw InvalidParameterValueException(
                    "The destination ARN \(target) is invalid.", type: "User")
            }
            config.functionArn = "\(function.arn(call.scope)):\(qualifier)"
            config.lastModified = call.now.timestamp
            try Settings.set(.invoke, function.id, qualifier, config, in: tx)
            return config
        }
    }

    func noInvokeConfig(_ function: Function, _ qualifier: String, _ scope: Scope)
        -> ResourceNotFoundException
    {
        ResourceNotFoundException(
            "The function \(function.arn(scope)):\(qualifier) doesn't have an EventInvokeConfig", type: "User"
        )
    }
}

internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func getFunctionEventInvokeConfig(
        _ input: GetFunctionEventInvokeConfigInput, _ call: Call
    ) async throws -> FunctionEventInvokeConfig {
        let reference = try FunctionReference(input.functionName, qualifier: input.qualifier)
        return try await call.read { tx in
            let qualifier = reference.qualifier ?? FunctionReference.latest
            try reference.check(call.scope)
            guard let function = try Functions.named(reference.name, call.scope, in: tx),
                let config = try Settings.get(
                    .invoke, function.id, qualifier, as: FunctionEventInvokeConfig.self, in: tx)
            else {
                let arn = call.scope.arn("lambda", "function:\(reference.name)")
                throw ResourceNotFoundException(
                    "The function \(arn):\(qualifier) doesn't have an EventInvokeConfig", type: "User")
            }
            return config
        }
    }
}

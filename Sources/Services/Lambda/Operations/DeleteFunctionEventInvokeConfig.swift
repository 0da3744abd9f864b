internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func deleteFunctionEventInvokeConfig(
        _ input: DeleteFunctionEventInvokeConfigInput, _ call: Call
    ) async throws -> Unit {
        let reference = try FunctionReference(input.functionName, qualifier: input.qualifier)
        try await call.write { tx in
            let function = try self.function(reference, call, in: tx)
            let qualifier = reference.qualifier ?? FunctionReference.latest
            guard try Settings.remove(.invoke, function.id, qualifier, in: tx) else {
                throw noInvokeConfig(function, qualifier, call.scope)
            }
        }
        return Unit()
    }
}

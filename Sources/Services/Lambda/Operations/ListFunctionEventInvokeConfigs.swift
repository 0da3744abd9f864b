internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// A function has few qualifiers with such a configuration: all come at once.
    func listFunctionEventInvokeConfigs(
        _ input: ListFunctionEventInvokeConfigsInput, _ call: Call
    ) async throws -> ListFunctionEventInvokeConfigsOutput {
        let reference = try FunctionReference(input.functionName)
        return try await call.read { tx in
            let function = try self.function(reference, call, in: tx)
            let found = try Settings.all(.invoke, function.id, in: tx).map {
                try StoredShape.read($0.value, column: 1, as: FunctionEventInvokeConfig.self)
            }
            return ListFunctionEventInvokeConfigsOutput(functionEventInvokeConfigs: found)
        }
    }
}

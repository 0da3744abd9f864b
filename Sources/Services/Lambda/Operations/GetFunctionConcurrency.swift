internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func getFunctionConcurrency(
        _ input: GetFunctionConcurrencyInput, _ call: Call
    ) async throws -> GetFunctionConcurrencyOutput {
        let reference = try FunctionReference(input.functionName)
        return try await call.read { tx in
            GetFunctionConcurrencyOutput(
                reservedConcurrentExecutions: try self.function(reference, call, in: tx).reserved)
        }
    }
}

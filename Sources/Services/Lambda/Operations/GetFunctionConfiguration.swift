internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func getFunctionConfiguration(
        _ input: GetFunctionConfigurationInput, _ call: Call
    ) async throws -> FunctionConfiguration {
        let reference = try FunctionReference(input.functionName, qualifier: input.qualifier)
        return try await call.read { tx in described(try resolve(reference, call, in: tx), call) }
    }
}

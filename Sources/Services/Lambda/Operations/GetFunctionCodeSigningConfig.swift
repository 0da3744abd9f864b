internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// No function here has a code signing configuration.
    func getFunctionCodeSigningConfig(
        _ input: GetFunctionCodeSigningConfigInput, _ call: Call
    ) async throws -> GetFunctionCodeSigningConfigOutput {
        let reference = try FunctionReference(input.functionName)
        let function = try await call.read { tx in try self.function(reference, call, in: tx) }
        return GetFunctionCodeSigningConfigOutput(codeSigningConfigArn: "", functionName: function.name)
    }
}

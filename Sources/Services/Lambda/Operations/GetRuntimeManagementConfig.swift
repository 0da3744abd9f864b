internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// There is one version of each runtime here: the one that the machine has.
    func getRuntimeManagementConfig(
        _ input: GetRuntimeManagementConfigInput, _ call: Call
    ) async throws -> GetRuntimeManagementConfigOutput {
        let reference = try FunctionReference(input.functionName, qualifier: input.qualifier)
        return try await call.read { tx in
            let found = try resolve(reference, call, in: tx)
            return GetRuntimeManagementConfigOutput(
                updateRuntimeOn: "Auto",
                functionArn: "\(found.function.arn(call.scope)):\(found.version.name)")
        }
    }
}

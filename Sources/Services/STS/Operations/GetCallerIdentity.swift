internal import Kernel
internal import STSInterface

extension STS {
    /// Answers who the caller is.
    func getCallerIdentity(
        _ input: GetCallerIdentityInput, _ call: Call
    ) async throws -> GetCallerIdentityOutput {
        let principal = call.principal
        return GetCallerIdentityOutput(
            userId: principal.userID, account: principal.account, arn: principal.arn)
    }
}

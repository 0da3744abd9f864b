internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// No account is in the sandbox: texts to any number are recorded alike.
    func getSMSSandboxAccountStatus(
        _ input: GetSMSSandboxAccountStatusInput, _ call: Call
    ) async throws -> GetSMSSandboxAccountStatusOutput {
        GetSMSSandboxAccountStatusOutput(isInSandbox: false)
    }
}

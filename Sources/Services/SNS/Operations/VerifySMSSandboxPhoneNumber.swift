internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Checks the code that was sent to a number.
    func verifySMSSandboxPhoneNumber(
        _ input: VerifySMSSandboxPhoneNumberInput, _ call: Call
    ) async throws -> VerifySMSSandboxPhoneNumberOutput {
        try await call.write { tx in
            guard let known = try SandboxNumbers.named(input.phoneNumber, call.scope, in: tx) else {
                throw Self.noSandboxNumber(input.phoneNumber)
            }
            guard known.code == input.oneTimePassword else {
                throw VerificationException(
                    "The one-time password is not that of \(input.phoneNumber).", statusMember: "Pending")
            }
            try SandboxNumbers.verify(known.id, in: tx)
        }
        return VerifySMSSandboxPhoneNumberOutput()
    }
}

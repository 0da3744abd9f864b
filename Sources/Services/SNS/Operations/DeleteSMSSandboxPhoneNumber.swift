internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    func deleteSMSSandboxPhoneNumber(
        _ input: DeleteSMSSandboxPhoneNumberInput, _ call: Call
    ) async throws -> DeleteSMSSandboxPhoneNumberOutput {
        try await call.write { tx in
            guard let known = try SandboxNumbers.named(input.phoneNumber, call.scope, in: tx) else {
                throw Self.noSandboxNumber(input.phoneNumber)
            }
            try SandboxNumbers.remove(known.id, in: tx)
        }
        return DeleteSMSSandboxPhoneNumberOutput()
    }

    static func noSandboxNumber(_ number: String) -> ResourceNotFoundException {
        ResourceNotFoundException("The phone number \(number) is none of the sandbox.")
    }
}

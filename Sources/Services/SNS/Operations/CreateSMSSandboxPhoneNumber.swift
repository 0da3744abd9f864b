internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Sends a number a code that proves whose it is: recorded, as all texts are.
    func createSMSSandboxPhoneNumber(
        _ input: CreateSMSSandboxPhoneNumberInput, _ call: Call
    ) async throws -> CreateSMSSandboxPhoneNumberOutput {
        let number = input.phoneNumber
        try PhoneNumber.check(number, "Invalid parameter: PhoneNumber")
        let code = kernel.entropy.text(SandboxNumber.codeDigits, of: "0123456789")
        let message = SentMessage(
            id: call.makeID(), medium: .sms, recipient: number, subject: nil,
            content: "Your verification code is \(code).", sentAt: call.now, source: "")
        try await call.write { tx in
            let known = try SandboxNumbers.named(number, call.scope, in: tx)
            let numbers = try SandboxNumbers.listed(
                call.scope, after: "", limit: SandboxNumber.numbersMax, in: tx)
            guard known != nil || numbers.count < SandboxNumber.numbersMax else {
                throw UserErrorException(
                    "An account may have \(SandboxNumber.numbersMax) destination phone numbers at most.")
            }
            guard known?.isVerified != true else {
                throw UserErrorException("The phone number \(number) is verified already.")
            }
            try SandboxNumbers.put(number, code: code, call.scope, in: tx)
            try Self.depart(message, call, in: tx)
        }
        return CreateSMSSandboxPhoneNumberOutput()
    }
}

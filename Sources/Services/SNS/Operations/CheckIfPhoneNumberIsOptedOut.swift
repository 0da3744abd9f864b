internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    /// Answers no: nobody can opt out of texts that never leave.
    func checkIfPhoneNumberIsOptedOut(
        _ input: CheckIfPhoneNumberIsOptedOutInput, _ call: Call
    ) async throws -> CheckIfPhoneNumberIsOptedOutOutput {
        try PhoneNumber.check(input.phoneNumber, "Invalid parameter: PhoneNumber")
        return CheckIfPhoneNumberIsOptedOutOutput(isOptedOut: false)
    }
}

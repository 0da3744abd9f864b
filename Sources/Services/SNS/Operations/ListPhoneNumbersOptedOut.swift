internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    /// Answers none: nobody can opt out of texts that never leave.
    func listPhoneNumbersOptedOut(
        _ input: ListPhoneNumbersOptedOutInput, _ call: Call
    ) async throws -> ListPhoneNumbersOptedOutOutput {
        _ = try Self.place(input.nextToken, for: "opted out")
        return ListPhoneNumbersOptedOutOutput(phoneNumbers: [])
    }
}

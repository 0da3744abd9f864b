internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    /// Changes nothing: every number is opted in.
    func optInPhoneNumber(_ input: OptInPhoneNumberInput, _ call: Call) async throws -> OptInPhoneNumberOutput
    {
        try PhoneNumber.check(input.phoneNumber, "Invalid parameter: PhoneNumber")
        return OptInPhoneNumberOutput()
    }
}

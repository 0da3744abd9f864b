internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Takes an empty policy, which is what every topic has; any other is refused, for nothing here looks for
    /// personal data in messages.
    func putDataProtectionPolicy(_ input: PutDataProtectionPolicyInput, _ call: Call) async throws -> Unit {
        let arn = try ARNText.topic(input.resourceArn, call).description
        _ = try await call.read { tx in try Self.topic(arn, in: tx) }
        guard input.dataProtectionPolicy.isEmpty else {
            throw NotImplemented("PutDataProtectionPolicy with a DataProtectionPolicy that is not empty")
        }
        return Unit()
    }
}

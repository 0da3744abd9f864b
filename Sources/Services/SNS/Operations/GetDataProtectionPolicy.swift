internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Answers an empty policy: none can be put.
    func getDataProtectionPolicy(
        _ input: GetDataProtectionPolicyInput, _ call: Call
    ) async throws -> GetDataProtectionPolicyOutput {
        let arn = try ARNText.topic(input.resourceArn, call).description
        _ = try await call.read { tx in try Self.topic(arn, in: tx) }
        return GetDataProtectionPolicyOutput(dataProtectionPolicy: "")
    }
}

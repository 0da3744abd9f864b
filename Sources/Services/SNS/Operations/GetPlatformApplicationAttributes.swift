internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    /// Tells the attributes of an application, without its secrets.
    func getPlatformApplicationAttributes(
        _ input: GetPlatformApplicationAttributesInput, _ call: Call
    ) async throws -> GetPlatformApplicationAttributesOutput {
        let arn = try ARNText.platformApplication(input.platformApplicationArn)
        let found = try await call.read { tx in try Self.application(arn, in: tx) }
        return GetPlatformApplicationAttributesOutput(attributes: found.shown)
    }
}

internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    func setPlatformApplicationAttributes(
        _ input: SetPlatformApplicationAttributesInput, _ call: Call
    ) async throws -> Unit {
        let arn = try ARNText.platformApplication(input.platformApplicationArn)
        let changes = try Platform.checked(input.attributes)
        try await call.write { tx in
            var application = try Self.application(arn, in: tx)
            application.attributes.merge(changes) { _, new in new }
            try Applications.update(application, in: tx)
        }
        return Unit()
    }
}

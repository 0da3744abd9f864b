internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Removes an application with its devices; one that does not exist is not an error.
    func deletePlatformApplication(_ input: DeletePlatformApplicationInput, _ call: Call) async throws -> Unit
    {
        let arn = try ARNText.platformApplication(input.platformApplicationArn)
        var isMore = true
        while isMore {
            isMore = try await call.write { tx in
                guard let application = try Applications.named(arn, in: tx) else { return false }
                let removed = try Endpoints.remove(
                    of: application.id, limit: FanOut.removalsMax, in: tx)
                if removed < FanOut.removalsMax { try Applications.remove(application.id, in: tx) }
                return removed == FanOut.removalsMax
            }
        }
        return Unit()
    }
}

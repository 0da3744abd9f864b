internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Answers whom the bucket tells of what; nothing where it tells nobody.
    func getBucketNotificationConfiguration(
        _ input: GetBucketNotificationConfigurationInput, _ call: Call
    ) async throws -> NotificationConfiguration {
        let text = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx).notifications
        }
        guard let text else { return NotificationConfiguration() }
        return try Notifications(json: text).configuration
    }
}

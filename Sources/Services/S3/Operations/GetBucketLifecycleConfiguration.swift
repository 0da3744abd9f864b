internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Answers what ends by itself.
    func getBucketLifecycleConfiguration(
        _ input: GetBucketLifecycleConfigurationInput, _ call: Call
    ) async throws -> GetBucketLifecycleConfigurationOutput {
        let bucket = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
        }
        guard let text = bucket.lifecycle else { throw NoSuchLifecycleConfiguration(bucketName: bucket.name) }
        return GetBucketLifecycleConfigurationOutput(
            rules: try LifecycleTerms.list(json: text).map(\.rule),
            transitionDefaultMinimumObjectSize: Self.lifecycleMinimumSizes)
    }
}

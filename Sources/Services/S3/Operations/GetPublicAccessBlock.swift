internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Answers what keeps the public out.
    func getPublicAccessBlock(
        _ input: GetPublicAccessBlockInput, _ call: Call
    ) async throws -> GetPublicAccessBlockOutput {
        let bucket = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
        }
        guard let access = try PublicAccess.of(bucket) else {
            throw NoSuchPublicAccessBlockConfiguration(bucketName: bucket.name)
        }
        return GetPublicAccessBlockOutput(publicAccessBlockConfiguration: access.shape)
    }
}

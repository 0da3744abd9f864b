internal import Kernel
internal import S3Interface

extension S3 {
    /// Answers whether versioning was begun or suspended.
    func getBucketVersioning(
        _ input: GetBucketVersioningInput, _ call: Call
    ) async throws -> GetBucketVersioningOutput {
        let bucket = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
        }
        return GetBucketVersioningOutput(status: bucket.versioning?.rawValue)
    }
}

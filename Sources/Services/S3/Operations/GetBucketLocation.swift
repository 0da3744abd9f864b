internal import Kernel
internal import S3Interface

extension S3 {
    /// Answers the region of a bucket; the oldest region has no name here.
    func getBucketLocation(
        _ input: GetBucketLocationInput, _ call: Call
    ) async throws -> GetBucketLocationOutput {
        let bucket = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
        }
        return GetBucketLocationOutput(
            locationConstraint: bucket.region == "us-east-1" ? "" : bucket.region)
    }
}

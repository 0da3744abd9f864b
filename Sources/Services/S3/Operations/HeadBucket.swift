internal import Kernel
internal import S3Interface

extension S3 {
    /// Answers whether a bucket exists and may be used.
    func headBucket(_ input: HeadBucketInput, _ call: Call) async throws -> HeadBucketOutput {
        let bucket = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
        }
        return HeadBucketOutput(bucketArn: bucket.arn.description, bucketRegion: bucket.region)
    }
}

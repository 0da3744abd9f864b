internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Removes the bucket's tags.
    func deleteBucketTagging(_ input: DeleteBucketTaggingInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Tags.removeAll(of: bucket.arn, in: tx)
            return Unit()
        }
    }
}

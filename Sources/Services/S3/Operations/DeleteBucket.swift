internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Removes an empty bucket; uploads that were never completed go piece by piece behind it.
    func deleteBucket(_ input: DeleteBucketInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            guard try Objects.isEmpty(bucket, in: tx) else {
                var failure = BucketNotEmpty(bucketName: bucket.name)
                if bucket.versioning != nil {
                    failure.message += ". You must delete all versions in the bucket."
                }
                throw failure
            }
            try Buckets.remove(bucket, in: tx)
            try Tags.removeAll(of: bucket.arn, in: tx)
            try call.schedule("s3", at: call.now, key: "bucket:\(bucket.id)", in: tx)
            return Unit()
        }
    }
}

internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Lets nothing end by itself any more.
    func deleteBucketLifecycle(_ input: DeleteBucketLifecycleInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Buckets.setLifecycle(nil, of: bucket, in: tx)
            return Unit()
        }
    }
}

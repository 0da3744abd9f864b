internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Removes the bucket's policy; none is no error.
    func deleteBucketPolicy(_ input: DeleteBucketPolicyInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Buckets.setPolicy(nil, of: bucket, in: tx)
            return Unit()
        }
    }
}

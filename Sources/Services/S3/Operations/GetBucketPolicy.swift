internal import Kernel
internal import S3Interface

extension S3 {
    /// Answers the bucket's policy as it was put.
    func getBucketPolicy(_ input: GetBucketPolicyInput, _ call: Call) async throws -> GetBucketPolicyOutput {
        let bucket = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
        }
        guard let policy = bucket.policy else { throw NoSuchBucketPolicy(bucketName: bucket.name) }
        return GetBucketPolicyOutput(policy: policy)
    }
}

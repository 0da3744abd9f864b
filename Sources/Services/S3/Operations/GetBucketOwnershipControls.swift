internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Answers that the bucket's account owns every object, as it does in every bucket.
    func getBucketOwnershipControls(
        _ input: GetBucketOwnershipControlsInput, _ call: Call
    ) async throws -> GetBucketOwnershipControlsOutput {
        _ = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
        }
        return GetBucketOwnershipControlsOutput(
            ownershipControls: OwnershipControls(rules: [
                OwnershipControlsRule(objectOwnership: "BucketOwnerEnforced")
            ]))
    }
}

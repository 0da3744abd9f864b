internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Refuses: lists of access are off in every bucket, as they are in new buckets of AWS.
    func putBucketAcl(_ input: PutBucketAclInput, _ call: Call) async throws -> Unit {
        _ = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
        }
        throw AccessControlListNotSupported()
    }
}

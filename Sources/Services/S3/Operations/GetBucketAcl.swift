internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Answers that the owner may do everything and nobody else anything: lists of access are off.
    func getBucketAcl(_ input: GetBucketAclInput, _ call: Call) async throws -> GetBucketAclOutput {
        let bucket = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
        }
        let owner = StoredBucket.owner(bucket.account)
        return GetBucketAclOutput(owner: owner, grants: [Self.fullControl(owner)])
    }

    static func fullControl(_ owner: Owner) -> Grant {
        Grant(grantee: Grantee(type: "CanonicalUser", id: owner.id), permission: "FULL_CONTROL")
    }
}

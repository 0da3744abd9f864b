internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Answers that the bucket's owner may do everything with the object.
    func getObjectAcl(_ input: GetObjectAclInput, _ call: Call) async throws -> GetObjectAclOutput {
        let bucket = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            _ = try History.object(input.key, version: input.versionId, in: bucket, tx)
            return bucket
        }
        let owner = StoredBucket.owner(bucket.account)
        return GetObjectAclOutput(owner: owner, grants: [Self.fullControl(owner)])
    }
}

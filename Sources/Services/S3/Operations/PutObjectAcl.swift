internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Refuses: lists of access are off in every bucket, as they are in new buckets of AWS.
    func putObjectAcl(_ input: PutObjectAclInput, _ call: Call) async throws -> PutObjectAclOutput {
        _ = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            return try History.object(input.key, version: input.versionId, in: bucket, tx)
        }
        throw AccessControlListNotSupported()
    }
}

internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Takes all tags from an object.
    func deleteObjectTagging(
        _ input: DeleteObjectTaggingInput, _ call: Call
    ) async throws -> DeleteObjectTaggingOutput {
        let version = try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let object = try History.object(input.key, version: input.versionId, in: bucket, tx)
            return try History.setTags([:], of: object, in: bucket, call, tx)
        }
        return DeleteObjectTaggingOutput(versionId: version)
    }
}

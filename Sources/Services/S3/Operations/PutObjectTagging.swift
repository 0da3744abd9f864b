internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Puts a set of tags in the place of an object's tags.
    func putObjectTagging(
        _ input: PutObjectTaggingInput, _ call: Call
    ) async throws -> PutObjectTaggingOutput {
        let tags = try ObjectTags.checked(input.tagging.tagSet)
        let version = try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            let object = try History.object(input.key, version: input.versionId, in: bucket, tx)
            return try History.setTags(tags, of: object, in: bucket, call, tx)
        }
        return PutObjectTaggingOutput(versionId: version)
    }
}

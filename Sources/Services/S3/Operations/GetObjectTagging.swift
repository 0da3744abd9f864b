internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Answers the tags of an object.
    func getObjectTagging(
        _ input: GetObjectTaggingInput, _ call: Call
    ) async throws -> GetObjectTaggingOutput {
        let (object, bucket) = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            return (try History.object(input.key, version: input.versionId, in: bucket, tx), bucket)
        }
        let tags = try ObjectFacts(json: object.facts).tags.sorted { $0.key < $1.key }
        return GetObjectTaggingOutput(
            tagSet: tags.map { Tag(key: $0.key, value: $0.value) },
            versionId: bucket.versioning == nil ? nil : object.version)
    }
}

internal import Kernel
internal import S3Interface

extension S3 {
    /// Answers the bucket's tags, which must be there.
    func getBucketTagging(
        _ input: GetBucketTaggingInput, _ call: Call
    ) async throws -> GetBucketTaggingOutput {
        let (bucket, tags) = try await call.read { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            return (bucket, try Tags.of(bucket.arn, in: tx))
        }
        guard !tags.isEmpty else { throw NoSuchTagSet(bucketName: bucket.name) }
        return GetBucketTaggingOutput(
            tagSet: tags.sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) })
    }
}

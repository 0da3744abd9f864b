internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Tags that a bucket may have.
    static let tagsMax = 50

    /// Puts a set of tags in the place of the bucket's tags.
    func putBucketTagging(_ input: PutBucketTaggingInput, _ call: Call) async throws -> Unit {
        var tags: [String: String] = [:]
        for tag in input.tagging.tagSet {
            guard tags.updateValue(tag.value, forKey: tag.key) == nil else {
                throw InvalidTag("Cannot provide multiple Tags with the same key", tagKey: tag.key)
            }
        }
        guard tags.count <= Self.tagsMax else {
            throw InvalidTag("Bucket tag count cannot be greater than \(Self.tagsMax)")
        }
        let wanted = tags
        return try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            try Tags.removeAll(of: bucket.arn, in: tx)
            try Tags.set(wanted, on: bucket.arn, in: tx)
            return Unit()
        }
    }
}

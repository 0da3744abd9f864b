internal import IAMInterface
internal import Kernel
internal import Store

/// Tags as requests give them.
enum TagSet {
    static func texts(_ tags: [Tag]?) throws -> [String: String] {
        var texts: [String: String] = [:]
        var seen: Set<String> = []
        for tag in tags ?? [] {
            guard seen.insert(tag.key.lowercased()).inserted else {
                throw InvalidInputException(
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
            }
            texts[tag.key] = tag.value
        }
        return texts
    }

    /// Adds to the tags of a resource.
    static func add(_ tags: [String: String], to arn: ARN, in tx: borrowing Transaction) throws {
        let whole = try Tags.of(arn, in: tx).merging(tags) { _, new in new }
        guard whole.count <= Quota.tags else {
            throw LimitExceededException("The number of tags has reached the maximum limit.")
        }
        try Tags.set(tags, on: arn, in: tx)
    }

    /// Gives the tags to the new name of a resource.
    static func move(from arn: ARN, to newARN: ARN, in tx: borrowing Transaction) throws {
        guard arn != newARN else { return }
        let tags = try Tags.of(arn, in: tx)
        try Tags.removeAll(of: arn, in: tx)
        try Tags.set(tags, on: newARN, in: tx)
    }
}

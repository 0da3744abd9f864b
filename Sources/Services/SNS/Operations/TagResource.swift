internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    func tagResource(_ input: TagResourceInput, _ call: Call) async throws -> TagResourceOutput {
        let arn = try ARNText.topic(input.resourceArn, parameter: "ResourceArn", call)
        let tags = try TagRules.checked(input.tags)
        try await call.write { tx in
            try Self.requireTagged(arn, in: tx)
            let merged = try Tags.of(arn, in: tx).merging(tags) { _, new in new }
            guard merged.count <= TagRules.tagsMax else {
                throw TagLimitExceededException(
                    "Could not complete request: tag quota of per resource exceeded")
            }
            try Tags.set(tags, on: arn, in: tx)
        }
        return TagResourceOutput()
    }

    static func requireTagged(_ arn: ARN, in tx: borrowing Transaction) throws {
        guard try Topics.named(arn.description, in: tx) != nil else {
            throw ResourceNotFoundException("Resource does not exist")
        }
    }
}

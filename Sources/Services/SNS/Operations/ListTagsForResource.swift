internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    func listTagsForResource(
        _ input: ListTagsForResourceInput, _ call: Call
    ) async throws -> ListTagsForResourceOutput {
        let arn = try ARNText.topic(input.resourceArn, parameter: "ResourceArn", call)
        let tags = try await call.read { tx in
            try Self.requireTagged(arn, in: tx)
            return try Tags.of(arn, in: tx)
        }
        return ListTagsForResourceOutput(
            tags: tags.sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) })
    }
}

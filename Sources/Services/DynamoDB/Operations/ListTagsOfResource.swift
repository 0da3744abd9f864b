internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Lists the tags of a table; there are never more than fit one page.
    func listTagsOfResource(_ input: ListTagsOfResourceInput, _ call: Call) async throws
        -> ListTagsOfResourceOutput
    {
        try await call.read { tx in
            let tags = try Tags.of(try taggedARN(input.resourceArn, call, in: tx), in: tx)
            return ListTagsOfResourceOutput(
                tags: tags.sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) })
        }
    }
}

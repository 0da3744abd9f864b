internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func listTagsForResource(
        _ input: ListTagsForResourceInput, _ call: Call
    ) async throws -> ListTagsForResourceOutput {
        let arn = try Self.tagged(input.resourceARN)
        let tags = try await call.read { tx in
            try Self.requireTagged(arn, call, in: tx)
            return try Tags.of(arn, in: tx)
        }
        return ListTagsForResourceOutput(tags: TagRules.list(tags))
    }
}

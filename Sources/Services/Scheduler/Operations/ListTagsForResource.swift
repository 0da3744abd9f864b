internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension Scheduler {
    func listTagsForResource(
        _ input: ListTagsForResourceInput, _ call: Call
    ) async throws -> ListTagsForResourceOutput {
        let text = input.resourceArn
        let tags = try await call.read { tx in
            try Tags.of(try Self.taggedGroup(text, call, in: tx), in: tx)
        }
        return ListTagsForResourceOutput(tags: TagRules.list(tags))
    }
}

internal import Kernel
internal import PipesInterface
internal import Store
internal import Wire

extension Pipes {
    func listTagsForResource(
        _ input: ListTagsForResourceInput, _ call: Call
    ) async throws -> ListTagsForResourceOutput {
        let text = input.resourceArn
        let tags = try await call.read { tx in
            try Tags.of(try Self.tagged(text, call, in: tx), in: tx)
        }
        return ListTagsForResourceOutput(tags: tags)
    }
}

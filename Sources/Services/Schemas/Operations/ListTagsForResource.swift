internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func listTagsForResource(
        _ input: ListTagsForResourceInput, _ call: Call
    ) async throws -> ListTagsForResourceOutput {
        let tags = try await call.read { tx in
            try Tags.of(try Self.tagged(input.resourceArn, call, in: tx), in: tx)
        }
        return ListTagsForResourceOutput(tags: tags)
    }
}

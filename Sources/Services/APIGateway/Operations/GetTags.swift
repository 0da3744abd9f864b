internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// The tags of an API, a stage, a key or a usage plan.
    func getTags(_ input: GetTagsInput, _ call: Call) async throws -> GetTagsOutput {
        let entity = try TaggedEntity(input.resourceArn, call)
        return GetTagsOutput(tags: try await call.read { tx in try entity.tags(call, in: tx) })
    }
}

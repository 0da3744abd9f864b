internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Adds tags to an API, a stage, a key or a usage plan, or changes their values.
    func tagResource(_ input: TagResourceInput, _ call: Call) async throws -> Unit {
        let entity = try TaggedEntity(input.resourceArn, call)
        return try await call.write { tx in
            let tags = try entity.tags(call, in: tx).merging(input.tags) { _, new in new }
            try TaggedEntity.check(tags)
            try entity.set(tags, call, in: tx)
            return Unit()
        }
    }
}

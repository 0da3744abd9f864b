internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Takes tags off an API, a stage, a key or a usage plan; what is not there needs none taken off.
    func untagResource(_ input: UntagResourceInput, _ call: Call) async throws -> Unit {
        let entity = try TaggedEntity(input.resourceArn, call)
        return try await call.write { tx in
            let tags = try entity.tags(call, in: tx).filter { !input.tagKeys.contains($0.key) }
            try entity.set(tags, call, in: tx)
            return Unit()
        }
    }
}

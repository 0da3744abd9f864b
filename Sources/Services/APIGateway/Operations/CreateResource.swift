internal import APIGatewayInterface
internal import Kernel

extension APIGateway {
    /// Adds a path part below a resource.
    func createResource(_ input: CreateResourceInput, _ call: Call) async throws -> Resource {
        guard PathPart.isValid(input.pathPart) else {
            throw BadRequestException(PathPart.invalid)
        }
        let id = makeID(6)
        return try await call.write { tx in
            let parent = try Lookup.resource(input.parentId, of: input.restApiId, call, in: tx)
            return try ResourceTree(api: input.restApiId, scope: call.scope)
                .add(input.pathPart, id: id, below: parent, in: tx)
        }
    }
}

internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func updateDiscoverer(
        _ input: UpdateDiscovererInput, _ call: Call
    ) async throws -> UpdateDiscovererOutput {
        let arn = StoredDiscoverer.arn(input.discovererId, call.scope)
        let found = try await Self.change(input.discovererId, call) { discoverer in
            discoverer.description = input.description ?? discoverer.description
            discoverer.takesOthers = input.crossAccount ?? discoverer.takesOthers
        }
        let tags = try await call.read { tx in try Tags.of(arn, in: tx) }
        return UpdateDiscovererOutput(
            description: found.description, discovererArn: arn.description,
            discovererId: found.name, sourceArn: found.source, state: found.state,
            crossAccount: found.takesOthers, tags: tags)
    }
}

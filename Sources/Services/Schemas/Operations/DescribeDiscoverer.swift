internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func describeDiscoverer(
        _ input: DescribeDiscovererInput, _ call: Call
    ) async throws -> DescribeDiscovererOutput {
        let arn = StoredDiscoverer.arn(input.discovererId, call.scope)
        return try await call.read { tx in
            let found = try Self.discoverer(input.discovererId, call, in: tx)
            return DescribeDiscovererOutput(
                description: found.description,
                discovererArn: arn.description, discovererId: found.name, sourceArn: found.source,
                state: found.state,
                crossAccount: found.takesOthers, tags: try Tags.of(arn, in: tx))
        }
    }
}

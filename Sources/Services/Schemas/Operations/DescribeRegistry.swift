internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func describeRegistry(
        _ input: DescribeRegistryInput, _ call: Call
    ) async throws -> DescribeRegistryOutput {
        let arn = StoredRegistry.arn(input.registryName, call.scope)
        let (found, tags) = try await call.read { tx in
            (try Self.registry(input.registryName, call, in: tx), try Tags.of(arn, in: tx))
        }
        return DescribeRegistryOutput(
            description: found.description, registryArn: arn.description, registryName: found.name, tags: tags
        )
    }
}

internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func getResourcePolicy(
        _ input: GetResourcePolicyInput, _ call: Call
    ) async throws -> GetResourcePolicyOutput {
        let name = try Self.required(input.registryName)
        let registry = try await call.read { tx in try Self.ownRegistry(name, call, in: tx) }
        guard let policy = registry.policy else {
            throw Refusals.missing("Registry with name \(name) has no resource policy.")
        }
        return GetResourcePolicyOutput(policy: policy, revisionId: registry.revision)
    }

    /// The model leaves the name of the registry out of what is required, the operations do not.
    static func required(_ name: String?) throws -> String {
        guard let name else { throw Refusals.invalid("RegistryName must be given.") }
        return name
    }
}

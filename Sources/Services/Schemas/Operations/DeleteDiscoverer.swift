internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Ends discovery on a bus; what was found stays.
    func deleteDiscoverer(_ input: DeleteDiscovererInput, _ call: Call) async throws -> Unit {
        let name = input.discovererId
        try await call.write { tx in
            let found = try Self.discoverer(name, call, in: tx)
            try Discoverers.remove(found.id, in: tx)
            try Tags.removeAll(of: StoredDiscoverer.arn(name, call.scope), in: tx)
            try ManagedRule(discoverer: found, call: call).remove(in: tx)
        }
        return Unit()
    }
}

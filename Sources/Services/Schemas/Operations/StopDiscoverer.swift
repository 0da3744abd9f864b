internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Lets the bus go on without looking at its events; the rule is disabled.
    func stopDiscoverer(_ input: StopDiscovererInput, _ call: Call) async throws -> StopDiscovererOutput {
        let found = try await Self.change(input.discovererId, call) { $0.state = StoredDiscoverer.stopped }
        return StopDiscovererOutput(discovererId: found.name, state: found.state)
    }
}

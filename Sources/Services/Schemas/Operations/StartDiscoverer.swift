internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    func startDiscoverer(_ input: StartDiscovererInput, _ call: Call) async throws -> StartDiscovererOutput {
        let found = try await Self.change(input.discovererId, call) { $0.state = StoredDiscoverer.started }
        return StartDiscovererOutput(discovererId: found.name, state: found.state)
    }
}

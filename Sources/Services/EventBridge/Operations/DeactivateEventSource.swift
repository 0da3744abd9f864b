internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Keeps a source from sending to its bus; what it sends meanwhile is lost, as on AWS.
    func deactivateEventSource(
        _ input: DeactivateEventSourceInput, _ call: Call
    ) async throws -> Unit {
        try await call.write { tx in
            var source = try Self.source(input.name, call, in: tx)
            guard source.state == .active else {
                throw InvalidStateException(
                    "Event source \(source.name) is \(source.state.rawValue), not ACTIVE.")
            }
            try Self.leave(&source, call, in: tx)
        }
        return Unit()
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Lets a source send to its bus again.
    func activateEventSource(
        _ input: ActivateEventSourceInput, _ call: Call
    ) async throws -> Unit {
        try await call.write { tx in
            var source = try Self.source(input.name, call, in: tx)
            guard source.state != .deleted, try Buses.named(source.bus.description, in: tx) != nil else {
                throw InvalidStateException(
                    "Event source \(source.name) is \(source.state.rawValue) and has no event bus to send to."
                )
            }
            try Self.take(&source, call, in: tx)
        }
        return Unit()
    }
}

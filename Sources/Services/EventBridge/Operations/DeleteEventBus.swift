internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Deletes a custom bus without rules; one that is gone already is no error.
    func deleteEventBus(_ input: DeleteEventBusInput, _ call: Call) async throws -> Unit {
        guard input.name != BusReference.defaultName else {
            throw ValidationException("Cannot delete event bus default.")
        }
        let reference = try BusReference(input.name, call.scope)
        try await call.write { [buses] tx in
            guard let bus = try Buses.named(reference.arn.description, in: tx) else { return }
            guard try Archives.of(bus: bus.id, in: tx).isEmpty else {
                throw ValidationException("Event bus \(bus.name) can't be deleted since it has archives.")
            }
            guard bus.ruleCount == 0 else {
                throw ValidationException("Event bus \(bus.name) can't be deleted since it has rules.")
            }
            try Buses.remove(bus.id, in: tx)
            try Self.leave(sourceOf: bus, call, in: tx)
            try Tags.removeAll(of: reference.arn, in: tx)
            tx.afterCommit { buses.forget(bus.arn) }
        }
        return Unit()
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Changes the description of a bus.
    func updateEventBus(_ input: UpdateEventBusInput, _ call: Call) async throws -> UpdateEventBusOutput {
        try Self.refuse([
            ("KmsKeyIdentifier", input.kmsKeyIdentifier != nil),
            ("DeadLetterConfig", input.deadLetterConfig != nil), ("LogConfig", input.logConfig != nil),
        ], of: "UpdateEventBus")
        let reference = try BusReference(input.name, call.scope)
        let description = input.description
        let bus = try await call.write { tx in
            let bus = try Self.bus(reference, call, in: tx)
            try Buses.update(bus.id, description: description, at: call.now, in: tx)
            return bus
        }
        return UpdateEventBusOutput(arn: bus.arn, name: bus.name, description: description)
    }
}

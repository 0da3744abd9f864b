internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Changes the description of a bus, and what it logs if that is said.
    func updateEventBus(_ input: UpdateEventBusInput, _ call: Call) async throws -> UpdateEventBusOutput {
        try Self.refuse(
            [
                ("KmsKeyIdentifier", input.kmsKeyIdentifier != nil),
                ("DeadLetterConfig", input.deadLetterConfig != nil),
            ], of: "UpdateEventBus")
        let reference = try BusReference(input.name, call.scope)
        let description = input.description
        let log = input.logConfig
        let bus = try await call.write { [buses] tx in
            let bus = try Self.bus(reference, call, in: tx)
            try Buses.update(bus.id, description: description, at: call.now, in: tx)
            if let log {
                try Buses.update(bus.id, logLevel: log.level, logDetail: log.includeDetail, in: tx)
                tx.afterCommit { buses.forget(bus.arn) }
            }
            return try Buses.with(id: bus.id, in: tx) ?? bus
        }
        return UpdateEventBusOutput(
            arn: bus.arn, name: bus.name, description: description, logConfig: bus.logConfig)
    }
}

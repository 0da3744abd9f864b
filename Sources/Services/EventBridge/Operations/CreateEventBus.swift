internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Makes a custom bus, or the bus of a source that a partner offers, which bears the source's name.
    func createEventBus(_ input: CreateEventBusInput, _ call: Call) async throws -> CreateEventBusOutput {
        try Self.refuse(
            [
                ("KmsKeyIdentifier", input.kmsKeyIdentifier != nil),
                ("DeadLetterConfig", input.deadLetterConfig != nil),
            ], of: "CreateEventBus")
        guard input.eventSourceName == nil || input.eventSourceName == input.name else {
            throw ValidationException(
                "Event source name \(input.eventSourceName ?? "") must match event bus name \(input.name).")
        }
        guard input.eventSourceName != nil || !input.name.contains("/") else {
            throw ValidationException("Event bus name must not contain '/'.")
        }
        let exists = ResourceAlreadyExistsException("Event bus \(input.name) already exists.")
        guard input.name != BusReference.defaultName else { throw exists }
        let tags = try TagRules.checked(input.tags ?? [])
        let reference = try BusReference(input.name, call.scope)
        let description = input.description
        let offer = input.eventSourceName
        let log = input.logConfig
        try await call.write { [buses] tx in
            let arn = reference.arn.description
            guard try Buses.named(arn, in: tx) == nil else { throw exists }
            if let offer {
                var source = try Self.source(offer, call, in: tx)
                guard source.state != .deleted else {
                    throw InvalidStateException("Event source \(offer) is DELETED.")
                }
                try Self.take(&source, call, in: tx)
            }
            try Buses.insert(reference, scope: call.scope, description: description, at: call.now, in: tx)
            if let log, let bus = try Buses.named(arn, in: tx) {
                try Buses.update(bus.id, logLevel: log.level, logDetail: log.includeDetail, in: tx)
            }
            try Tags.set(tags, on: reference.arn, in: tx)
            tx.afterCommit { buses.forget(arn) }
        }
        return CreateEventBusOutput(
            eventBusArn: reference.arn.description, description: description, logConfig: log)
    }

    /// Settings that have no effect here are refused by name.
    static func refuse(_ settings: [(name: String, isGiven: Bool)], of operation: String) throws {
        if let given = settings.first(where: \.isGiven) {
            throw NotImplemented("\(operation) with \(given.name)")
        }
    }
}

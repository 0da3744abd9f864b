public import Wire

/// The functions of the broker: one binary holds them all, and the name of the handler tells which it is.
public enum Handler: String, Sendable, CaseIterable {
    case ingest, uploads, delivery, sweep, pull, resend, `operator`
    case catchUp = "catch-up"
    case deadLetters = "dead-letters"

    /// Answers one invocation.
    public func handle(_ event: JSON, _ broker: Broker) async throws -> JSON {
        switch self {
        case .ingest: await Ingest(broker: broker).answer(APIRequest(event)).json
        case .uploads: await Uploads(broker: broker).answer(APIRequest(event)).json
        case .delivery: await Delivery(broker: broker).handle(event)
        case .catchUp: await CatchUp(broker: broker).handle(event)
        case .sweep:
            try await sweep(broker)
        case .pull: await Pull(broker: broker).answer(APIRequest(event)).json
        case .resend: await Resend(broker: broker).answer(APIRequest(event)).json
        case .deadLetters: await DeadLetters(broker: broker).answer(APIRequest(event)).json
        case .operator: await Operator(broker: broker).answer(APIRequest(event)).json
        }
    }

    private func sweep(_ broker: Broker) async throws -> JSON {
        try await Sweep(broker: broker).handle()
        return [:]
    }
}

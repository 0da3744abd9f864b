internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Takes an offer back. Where a bus takes its events it stays as `DELETED` until the bus is gone.
    func deletePartnerEventSource(
        _ input: DeletePartnerEventSourceInput, _ call: Call
    ) async throws -> Unit {
        try await call.write { tx in
            let found = try PartnerSources.named(
                input.name, account: input.account, region: call.region, in: tx)
            guard var source = found, source.partner == call.account else { return }
            let hasBus = try Buses.named(source.bus.description, in: tx) != nil
            guard hasBus else { return try PartnerSources.remove(source.id, in: tx) }
            source.state = .deleted
            source.expiresAt = nil
            try PartnerSources.update(source, in: tx)
        }
        return Unit()
    }
}

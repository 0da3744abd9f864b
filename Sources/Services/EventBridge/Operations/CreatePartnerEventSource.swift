internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Offers a source of events to an account, where a bus has to be made for it.
    func createPartnerEventSource(
        _ input: CreatePartnerEventSourceInput, _ call: Call
    ) async throws -> CreatePartnerEventSourceOutput {
        let (name, account) = (input.name, input.account)
        try await call.write { tx in
            let known = try PartnerSources.named(name, account: account, region: call.region, in: tx)
            guard known == nil else {
                throw ResourceAlreadyExistsException("Event source \(name) already exists.")
            }
            let end = call.now + PartnerSource.patience
            let source = PartnerSource(
                id: 0, name: name, region: call.region, partner: call.account, account: account,
                state: .pending, createdAt: call.now, expiresAt: end)
            let id = try PartnerSources.insert(source, in: tx)
            try call.schedule("events", at: end, key: "\(Self.partnerKeyPrefix)\(id)", in: tx)
        }
        return CreatePartnerEventSourceOutput(eventSourceArn: PartnerSource.arn(name, call.region))
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

/// Sources that partners offer. Any account may play the partner here: there is nobody to register it.
extension EventBridge {
    static let partnerKeyPrefix = "partner:"

    /// The source that is offered to the caller.
    static func source(
        _ name: String, _ call: Call, in tx: borrowing Transaction
    ) throws -> PartnerSource {
        let found = try PartnerSources.named(name, account: call.account, region: call.region, in: tx)
        guard let found else { throw PartnerSource.missing(name) }
        return found
    }

    /// Lets a source wait for a bus, for a while.
    static func leave(_ source: inout PartnerSource, _ call: Call, in tx: borrowing Transaction) throws {
        source.state = .pending
        let end = call.now + PartnerSource.patience
        source.expiresAt = end
        try PartnerSources.update(source, in: tx)
        try call.schedule("events", at: end, key: "\(partnerKeyPrefix)\(source.id)", in: tx)
    }

    /// Lets a source send to its bus.
    static func take(_ source: inout PartnerSource, _ call: Call, in tx: borrowing Transaction) throws {
        source.state = .active
        source.expiresAt = nil
        try PartnerSources.update(source, in: tx)
        try call.unschedule("events", key: "\(partnerKeyPrefix)\(source.id)", in: tx)
    }

    /// What becomes of a source whose bus is deleted.
    static func leave(
        sourceOf bus: StoredBus, _ call: Call, in tx: borrowing Transaction
    ) throws {
        guard bus.name.hasPrefix(PartnerSource.prefix),
            var source = try PartnerSources.named(
                bus.name, account: call.account, region: call.region, in: tx)
        else { return }
        guard source.state != .deleted else { return try PartnerSources.remove(source.id, in: tx) }
        try leave(&source, call, in: tx)
    }

    /// Removes a source that waited long enough.
    func firePartner(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        guard let id = Int64(timer.key.dropFirst(Self.partnerKeyPrefix.count)),
            let source = try PartnerSources.with(id: id, in: tx), source.state == .pending,
            let end = source.expiresAt, end <= call.now
        else { return }
        try PartnerSources.remove(id, in: tx)
    }
}

extension EventSource {
    init(_ source: PartnerSource) {
        self.init(
            arn: source.arn, createdBy: source.name.partner, creationTime: source.createdAt.timestamp,
            expirationTime: source.expiresAt?.timestamp, name: source.name, state: source.state.rawValue)
    }
}

extension String {
    /// The partner in the name of a source: `aws.partner/example.com` of `aws.partner/example.com/a/b`.
    var partner: String { split(separator: "/").prefix(2).joined(separator: "/") }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store

/// Finding what requests name, with AWS's words for what is not there.
extension EventBridge {
    /// Entries of one page of any listing.
    static let pageSize = 100

    /// The bus that a request means. The default bus is there without having been made: a transaction that
    /// may write stores it.
    static func bus(
        _ reference: BusReference, _ call: Call, in tx: borrowing Transaction
    ) throws -> StoredBus {
        if let found = try Buses.named(reference.arn.description, in: tx) { return found }
        guard reference.isDefault else {
            throw ResourceNotFoundException("Event bus \(reference.name) does not exist.")
        }
        guard !tx.isReadOnly else {
            return StoredBus(
                id: 0, name: reference.name, arn: reference.arn.description, description: nil, policy: nil,
                ruleCount: 0, createdAt: call.now, modifiedAt: call.now)
        }
        let scope = try call.kernel.scopes.scope(
            account: reference.arn.account, region: reference.arn.region, in: tx)
        try Buses.insert(reference, scope: scope, description: nil, at: call.now, in: tx)
        return try bus(reference, call, in: tx)
    }

    static func rule(
        _ name: String, on bus: StoredBus, in tx: borrowing Transaction
    ) throws -> StoredRule {
        guard let rule = try Rules.named(name, bus: bus.id, in: tx) else { throw noRule(name, on: bus.name) }
        return rule
    }

    static func noRule(_ name: String, on bus: String) -> ResourceNotFoundException {
        ResourceNotFoundException("Rule \(name) does not exist on EventBus \(bus).")
    }

    /// Stores the default bus of the caller, so that it has a time of creation to tell.
    func requireDefaultBus(_ call: Call) async throws {
        let reference = try BusReference(nil, call.scope)
        let arn = reference.arn.description
        guard try await call.read({ tx in try Buses.named(arn, in: tx) }) == nil else { return }
        try await call.write { tx in _ = try Self.bus(reference, call, in: tx) }
    }

    /// Changes a rule and lets events meet the change.
    func change(
        _ name: String, on reference: BusReference, _ call: Call,
        _ body: @escaping @Sendable (inout StoredRule) -> Void
    ) async throws {
        try await call.write { [buses] tx in
            let bus = try Self.bus(reference, call, in: tx)
            var rule = try Self.rule(name, on: bus, in: tx)
            try Self.requireUnmanaged(rule)
            body(&rule)
            try Rules.update(rule, in: tx)
            try RuleSchedule.arrange(rule, call, in: tx)
            tx.afterCommit { buses.forget(bus.arn) }
        }
    }

    /// The place that a token names; nothing at the beginning.
    static func place(_ token: String?, for question: String) throws -> String {
        guard let token else { return "" }
        guard let place = PageToken.decode(token, for: question)?.first else {
            throw ValidationException("Parameter NextToken is not valid.")
        }
        return place
    }

    /// A page of what was found, which is one more than the page holds where there is another page.
    static func page<Entry>(
        _ found: [Entry], limit: Int, for question: String, place: (Entry) -> String
    ) -> (entries: ArraySlice<Entry>, token: String?) {
        guard found.count > limit else { return (found[...], nil) }
        let entries = found.prefix(limit)
        return (entries, entries.last.map { PageToken.encode([place($0)], for: question) })
    }
}

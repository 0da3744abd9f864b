internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

extension Schemas {
    /// Begins to find schemas in the events of a bus: a rule of the bus sends them to the discoverer.
    func createDiscoverer(
        _ input: CreateDiscovererInput, _ call: Call
    ) async throws -> CreateDiscovererOutput {
        let tags = input.tags ?? [:]
        try TagRules.check(tags)
        let source = input.sourceArn
        guard let bus = ARN(source), bus.service == "events", bus.resource.hasPrefix("event-bus/"),
            bus.account == call.account, bus.region == call.region
        else {
            throw Refusals.invalid("SourceArn \(source) is not the ARN of an event bus of the account.")
        }
        let draft = StoredDiscoverer(
            id: 0, name: StoredDiscoverer.name(of: bus), source: source, description: input.description,
            takesOthers: input.crossAccount ?? true, state: StoredDiscoverer.started)
        let arn = StoredDiscoverer.arn(draft.name, call.scope)
        try await call.write { tx in
            guard try Discoverers.named(draft.name, call.scope, in: tx) == nil else {
                throw Refusals.conflict("A discoverer of \(source) already exists.")
            }
            let limit = StoredDiscoverer.discoverersMax
            let present = try Discoverers.listed(prefix: "", after: "", limit: limit, call.scope, in: tx)
            guard present.count < limit else {
                throw Refusals.forbidden("An account has at most \(limit) discoverers in a region.")
            }
            try Discoverers.insert(draft, call.scope, in: tx)
            try Tags.set(tags, on: arn, in: tx)
            _ = try Self.discoveredRegistry(call, in: tx)
            try ManagedRule(discoverer: draft, call: call).put(in: tx)
        }
        return CreateDiscovererOutput(
            description: draft.description,
            discovererArn: arn.description, discovererId: draft.name, sourceArn: source, state: draft.state,
            crossAccount: draft.takesOthers, tags: tags)
    }

    static func discoverer(
        _ name: String, _ call: Call, in tx: borrowing Transaction
    ) throws -> StoredDiscoverer {
        guard let found = try Discoverers.named(name, call.scope, in: tx) else {
            throw Refusals.missing("Discoverer with id \(name) does not exist.")
        }
        return found
    }

    /// Changes a discoverer and its rule.
    static func change(
        _ name: String, _ call: Call, _ body: @escaping @Sendable (inout StoredDiscoverer) -> Void
    ) async throws -> StoredDiscoverer {
        try await call.write { tx in
            var found = try discoverer(name, call, in: tx)
            body(&found)
            try Discoverers.update(found, in: tx)
            try ManagedRule(discoverer: found, call: call).put(in: tx)
            return found
        }
    }
}

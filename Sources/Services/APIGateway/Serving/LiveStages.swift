internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Synchronization
internal import Wire

/// A key as requests show it, with the plans that have it.
struct LiveKey: Sendable {
    let id: String
    let isEnabled: Bool
    let plans: [UsagePlan]

    /// The plan through which the key may call a stage.
    func plan(for api: String, _ stage: String) -> UsagePlan? {
        plans.first { plan in plan.apiStages?.contains { $0.apiId == api && $0.stage == stage } == true }
    }
}

/// Stages and keys in use. Whoever changes one of them lets all be read again.
final class LiveStages: Sendable {
    /// Entries kept; beyond it all are read again.
    static let entriesMax = 10_000

    private struct State {
        var stages: [String: LiveStage] = [:]
        var keys: [String: LiveKey] = [:]
        var generation = 0
    }

    private let state = Mutex(State())

    func forget() {
        state.withLock { state in
            state.stages = [:]
            state.keys = [:]
            state.generation += 1
        }
    }

    func stage(_ name: String, ofAPI id: String, _ kernel: Kernel) async throws -> LiveStage? {
        let place = "\(id)/\(name)"
        let (known, generation) = state.withLock { ($0.stages[place], $0.generation) }
        if let known { return known }
        let found = try await kernel.store.read { tx in try Self.read(name, ofAPI: id, kernel, in: tx) }
        guard let found else { return nil }
        state.withLock { state in
            // What was read before a change is not kept after it.
            guard state.generation == generation, state.stages.count < Self.entriesMax else { return }
            state.stages[place] = found
        }
        return found
    }

    func key(_ value: String, of stage: LiveStage, _ kernel: Kernel) async throws -> LiveKey? {
        let place = "\(stage.scope.id)/\(value)"
        let (known, generation) = state.withLock { ($0.keys[place], $0.generation) }
        if let known { return known }
        let scope = stage.scope
        let found: LiveKey? = try await kernel.store.read { tx in
            guard let id = try Addresses.key(ofValue: value, scope, in: tx),
                let key = try Entities.find(ApiKey.self, .key, id: id, scope, in: tx)
            else { return nil }
            let plans = try Plans.ids(ofKey: id, scope, in: tx).compactMap {
                try Entities.find(UsagePlan.self, .plan, id: $0, scope, in: tx)
            }
            return LiveKey(id: id, isEnabled: key.enabled == true, plans: plans)
        }
        guard let found else { return nil }
        state.withLock { state in
            guard state.generation == generation, state.keys.count < Self.entriesMax else { return }
            state.keys[place] = found
        }
        return found
    }

    private static func read(
        _ name: String, ofAPI id: String, _ kernel: Kernel, in tx: borrowing Transaction
    ) throws -> LiveStage? {
        guard let owner = try Addresses.owner(ofAPI: id, in: tx) else { return nil }
        let scope = try kernel.scopes.scope(account: owner.account, region: owner.region, in: tx)
        guard let api = try Entities.find(RestApi.self, .api, id: id, scope, in: tx),
            let stage = try Entities.find(Stage.self, .stage, parent: id, id: name, scope, in: tx),
            let snapshot = try Snapshot(
                deployment: stage.deploymentId ?? "", of: id, scope, in: tx)
        else { return nil }
        return try LiveStage(
            api: api, stage: stage, snapshot: snapshot, account: try Accounts.find(scope, in: tx),
            scope: scope)
    }
}

internal import Kernel
internal import Store
internal import Synchronization

/// Buses in use. Whoever changes a rule forgets the bus once the change is durable, before it is
/// acknowledged, so that an event put afterwards meets the change.
final class BusCache: Sendable {
    /// Rules held in all; beyond that the cache starts anew.
    static let rulesMax = 65_536
    static let busesMax = 4096

    private struct State {
        var snapshots: [String: BusSnapshot] = [:]
        var ruleCount = 0
        var generation = 0
    }

    private let state = Mutex(State())

    /// The bus with its rules; nil when there is none.
    func current(_ arn: String, _ store: Store) async throws -> BusSnapshot? {
        let (known, generation) = state.withLock { ($0.snapshots[arn], $0.generation) }
        if let known { return known }
        let found = try await store.read { tx in
            try Buses.named(arn, in: tx).map { try BusSnapshot($0, in: tx) }
        }
        if let found { keep(found, as: arn, readAt: generation) }
        return found
    }

    /// The same within a transaction; what has to be read for it is kept once that is committed.
    func current(_ arn: String, in tx: borrowing Transaction) throws -> BusSnapshot? {
        let (known, generation) = state.withLock { ($0.snapshots[arn], $0.generation) }
        if let known { return known }
        guard let found = try Buses.named(arn, in: tx).map({ try BusSnapshot($0, in: tx) }) else {
            return nil
        }
        tx.afterCommit { self.keep(found, as: arn, readAt: generation) }
        return found
    }

    private func keep(_ snapshot: BusSnapshot, as arn: String, readAt generation: Int) {
        state.withLock { state in
            // Something changed while it was read: it may be what was before.
            guard state.generation == generation, state.snapshots[arn] == nil else { return }
            if state.snapshots.count >= Self.busesMax
                || state.ruleCount + snapshot.rules.count > Self.rulesMax
            {
                state.snapshots = [:]
                state.ruleCount = 0
            }
            state.snapshots[arn] = snapshot
            state.ruleCount += snapshot.rules.count
        }
    }

    /// Forgets a bus that has changed.
    func forget(_ arn: String) {
        state.withLock { state in
            state.generation += 1
            guard let old = state.snapshots.removeValue(forKey: arn) else { return }
            state.ruleCount -= old.rules.count
        }
    }
}

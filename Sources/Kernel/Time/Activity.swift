internal import Synchronization

/// Counts the work under way, so that a move of the virtual clock can wait until all of it rests.
///
/// A request or background duty is active from `begin` to `end`, except while it waits for a `Signal`.
public final class Activity: Sendable {
    private struct State {
        var count = 0
        var idleWaiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var sequence: UInt64 = 0
    }

    private let state = Mutex(State())
    private let isCounting: Bool

    /// `isCounting` is false beside a clock that nobody moves: then no work need be counted.
    public init(isCounting: Bool = true) {
        self.isCounting = isCounting
    }

    public func begin() {
        guard isCounting else { return }
        state.withLock { $0.count += 1 }
    }

    public func end() {
        guard isCounting else { return }
        let idle = state.withLock { state in
            state.count -= 1
            guard state.count == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.idleWaiters = [:] }
            return Array(state.idleWaiters.values)
        }
        for continuation in idle { continuation.resume() }
    }

    /// Counts `body` as work under way.
    public func track<R>(_ body: () async throws -> R) async rethrows -> R {
        begin()
        defer { end() }
        return try await body()
    }

    /// Waits until nothing is under way, at most for `limit` of real time.
    func settle(within limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.idle() }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func idle() async {
        let key = state.withLock { state in
            state.sequence += 1
            return state.sequence
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isIdle = state.withLock { state in
                    guard state.count > 0, !Task.isCancelled else { return true }
                    state.idleWaiters[key] = continuation
                    return false
                }
                if isIdle { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.idleWaiters.removeValue(forKey: key) }?.resume()
        }
    }
}

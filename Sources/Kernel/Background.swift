internal import Synchronization

/// The only place where work without a caller begins: children of the server, cancelled when it stops.
public final class Background: Sendable {
    private struct State {
        var tasks: [UInt64: Task<Void, Never>] = [:]
        var sequence: UInt64 = 0
        var isStopped = false
    }

    private let state = Mutex(State())
    private let activity: Activity

    public init(activity: Activity) {
        self.activity = activity
    }

    /// Runs a duty until it ends or the server stops. It counts as active except while it waits for a signal.
    public func run(_ duty: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.sequence += 1
            let id = state.sequence
            activity.begin()
            // Made under the lock, so that its end cannot come before its entry.
            state.tasks[id] = Task {
                await duty()
                self.activity.end()
                self.state.withLock { _ = $0.tasks.removeValue(forKey: id) }
            }
        }
    }

    /// Cancels every duty and waits for its end.
    public func stop() async {
        let tasks = state.withLock { state in
            state.isStopped = true
            return Array(state.tasks.values)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}

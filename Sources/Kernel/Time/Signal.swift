internal import Synchronization

/// Something one task waits for and anybody may fire; a signal fired before the wait is not lost.
public final class Signal: Sendable {
    private struct State {
        var isFired = false
        var continuation: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let activity: Activity

    public init(activity: Activity) {
        self.activity = activity
    }

    /// Whether it was fired and nobody has waited for that yet.
    var isFired: Bool { state.withLock { $0.isFired } }

    public func fire() {
        let continuation = state.withLock { state in
            guard let continuation = state.continuation else {
                state.isFired = true
                return nil as CheckedContinuation<Void, Never>?
            }
            state.continuation = nil
            return continuation
        }
        guard let continuation else { return }
        // Counted before the task runs, so that a settling clock never sees a gap between cause and work.
        activity.begin()
        continuation.resume()
    }

    /// Suspends until the signal is fired or the task is cancelled, and rearms it. The waiting task does not
    /// count as active meanwhile.
    public func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.isFired || Task.isCancelled {
                        state.isFired = false
                        return true
                    }
                    state.continuation = continuation
                    return false
                }
                if isReady {
                    continuation.resume()
                } else {
                    activity.end()
                }
            }
        } onCancel: {
            fire()
        }
    }
}

import Synchronization

/// Writes a streamed response body piece by piece, for one task.
///
/// `write(_:)` suspends while more than `HTTPLimits.responseWindowSize` bytes wait for the client, so
/// memory stays constant.
public final class HTTPBodyWriter: Sendable {
    /// What the connection finds when it looks.
    struct Taken {
        var chunks: [[UInt8]] = []
        var end: End?
    }

    enum End {
        case complete(HTTPHeaders)
        case aborted
    }

    private struct State {
        var chunks: [[UInt8]] = []
        var buffered = 0
        var remaining: Int?
        var end: End?
        var lost: HTTPBodyError?
        var isWakePending = false
        var waiter: CheckedContinuation<Void, any Error>?
    }

    private let window: Int
    private let wake: @Sendable () -> Void
    private let state: Mutex<State>

    init(length: Int?, window: Int, wake: @escaping @Sendable () -> Void) {
        self.window = window
        self.wake = wake
        self.state = Mutex(State(remaining: length))
    }

    /// Sends `bytes`; returns when there is room for more.
    /// - Throws: `HTTPBodyError.connectionLost` when the client went away, `.beyondLength` when the
    ///   response announced fewer bytes, `CancellationError` if the task is cancelled.
    public func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        if try add(bytes) { wake() }
        try await waitForRoom()
    }

    /// Whether the connection must be told.
    private func add(_ bytes: [UInt8]) throws -> Bool {
        try state.withLock { state in
            if let lost = state.lost { throw lost }
            if state.end != nil { throw HTTPBodyError.finished }
            if let remaining = state.remaining {
                guard bytes.count <= remaining else { throw HTTPBodyError.beyondLength }
                state.remaining = remaining - bytes.count
            }
            state.chunks.append(bytes)
            state.buffered += bytes.count
            defer { state.isWakePending = true }
            return !state.isWakePending
        }
    }

    private func waitForRoom() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if let lost = state.lost { return .failure(lost) }
                    if state.buffered <= window { return .success(()) }
                    // Looked at under the lock: a later cancellation finds the waiter.
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.waiter != nil { return .failure(HTTPBodyError.concurrentUse) }
                    state.waiter = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiter
                state.waiter = nil
                return waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    /// The body is complete. `trailers` are sent only in chunked coding.
    func finish(trailers: HTTPHeaders) {
        end(.complete(trailers))
    }

    /// The body cannot be completed: the connection is cut, so that the client cannot take it for whole.
    func abort() {
        end(.aborted)
    }

    private func end(_ end: End) {
        let mustWake = state.withLock { state in
            guard state.end == nil, state.lost == nil else { return false }
            // Fewer bytes than announced: the client must see a broken transfer.
            state.end = (state.remaining ?? 0) > 0 ? .aborted : end
            defer { state.isWakePending = true }
            return !state.isWakePending
        }
        if mustWake { wake() }
    }

    /// Connection: what waits to be sent.
    func take() -> Taken {
        var waiter: CheckedContinuation<Void, any Error>?
        let taken = state.withLock { state in
            let taken = Taken(chunks: state.chunks, end: state.end)
            state.chunks = []
            state.buffered = 0
            state.isWakePending = false
            waiter = state.waiter
            state.waiter = nil
            return taken
        }
        waiter?.resume()
        return taken
    }

    /// Connection: it is gone; `write` throws from now on.
    func lose(_ error: HTTPBodyError) {
        let waiter = state.withLock { state in
            state.lost = error
            state.chunks = []
            state.buffered = 0
            let waiter = state.waiter
            state.waiter = nil
            return waiter
        }
        waiter?.resume(throwing: error)
    }
}

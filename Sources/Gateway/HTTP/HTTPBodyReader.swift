import Synchronization

/// Reads a streamed request body piece by piece, for one task.
///
/// What has come and is not read yet is bounded by `HTTPLimits.bodyWindowSize` and one read of the socket.
/// A client that waits for `100 Continue` is sent it at the first `next()`.
public final class HTTPBodyReader: Sendable {
    private enum End {
        case complete(HTTPHeaders)
        case failed(HTTPBodyError)
    }

    private struct State {
        var chunks: [[UInt8]] = []
        /// Index in `chunks` of the next one to give.
        var nextChunk = 0
        var buffered = 0
        var end: End?
        var waiter: CheckedContinuation<[UInt8]?, any Error>?
        /// The producer stopped for want of room, or has not begun.
        var isHeldBack = true
    }

    /// The size in bytes, nil when it is not known before the end.
    public let length: Int?
    private let window: Int
    private let demand: @Sendable () -> Void
    private let state = Mutex(State())

    /// A reader that a producer feeds with `offer`, `finish` and `fail`.
    /// - Parameters:
    ///   - length: the size in bytes, if known.
    ///   - window: how many bytes may wait before `offer` tells the producer to pause.
    ///   - demand: called when a held-back producer shall go on; also once when reading begins. Any thread.
    public init(length: Int?, window: Int, demand: @escaping @Sendable () -> Void) {
        self.length = length
        self.window = window
        self.demand = demand
    }

    /// The next piece, at least one byte; nil at the end.
    /// - Throws: `HTTPBodyError` if the rest does not come, `CancellationError` if the task is cancelled.
    public func next() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                wait(continuation)
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

    /// The fields behind a chunked body; empty before the end.
    public var trailers: HTTPHeaders {
        state.withLock { state in
            if case .complete(let trailers) = state.end { trailers } else { [:] }
        }
    }

    private func wait(_ continuation: CheckedContinuation<[UInt8]?, any Error>) {
        var result: Result<[UInt8]?, any Error>?
        var wantsMore = false
        state.withLock { state in
            // Looked at under the lock: a later cancellation finds the waiter.
            if Task.isCancelled {
                result = .failure(CancellationError())
            } else if state.waiter != nil {
                result = .failure(HTTPBodyError.concurrentUse)
            } else if let chunk = Self.take(&state) {
                result = .success(chunk)
            } else if let end = state.end {
                switch end {
                case .complete: result = .success(nil)
                case .failed(let error): result = .failure(error)
                }
            } else {
                state.waiter = continuation
            }
            if state.isHeldBack, state.end == nil, state.buffered <= window / 2 {
                state.isHeldBack = false
                wantsMore = true
            }
        }
        if wantsMore { demand() }
        if let result { continuation.resume(with: result) }
    }

    private static func take(_ state: inout State) -> [UInt8]? {
        guard state.nextChunk < state.chunks.count else { return nil }
        let chunk = state.chunks[state.nextChunk]
        state.chunks[state.nextChunk] = []
        state.nextChunk += 1
        if state.nextChunk == state.chunks.count {
            state.chunks.removeAll(keepingCapacity: true)
            state.nextChunk = 0
        }
        state.buffered -= chunk.count
        return chunk
    }

    /// Producer: hands over a piece. Pieces without bytes are ignored.
    /// - Returns: whether to go on; false means to pause until `demand` is called.
    @discardableResult
    public func offer(_ chunk: [UInt8]) -> Bool {
        guard !chunk.isEmpty else { return true }
        var waiter: CheckedContinuation<[UInt8]?, any Error>?
        let goesOn = state.withLock { state in
            guard state.end == nil else { return true }
            waiter = state.waiter
            state.waiter = nil
            if waiter == nil {
                state.chunks.append(chunk)
                state.buffered += chunk.count
            }
            if state.buffered >= window { state.isHeldBack = true }
            return !state.isHeldBack
        }
        waiter?.resume(returning: chunk)
        return goesOn
    }

    /// Producer: the body is complete.
    public func finish(trailers: HTTPHeaders = [:]) {
        end(.complete(trailers))
    }

    /// Producer: the rest of the body does not come. Pieces that wait are still given.
    public func fail(_ error: HTTPBodyError) {
        end(.failed(error))
    }

    private func end(_ end: End) {
        let waiter = state.withLock { state in
            guard state.end == nil else { return nil as CheckedContinuation<[UInt8]?, any Error>? }
            state.end = end
            let waiter = state.waiter
            state.waiter = nil
            return waiter
        }
        switch end {
        case .complete: waiter?.resume(returning: nil)
        case .failed(let error): waiter?.resume(throwing: error)
        }
    }
}

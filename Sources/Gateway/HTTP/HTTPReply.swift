import Synchronization

/// Takes the answer to one request, once, from any thread.
///
/// Answers sent one by one from another thread wake the connection's event loop as seldom as they can; to
/// answer many requests at once, `HTTPReplyBatch` wakes each event loop once. If the last reference goes
/// without an answer, the client gets status 500.
public final class HTTPReply: Sendable {
    let sink: any HTTPReplySink
    let token: UInt64
    private let isAnswered = Atomic(false)

    init(sink: any HTTPReplySink, token: UInt64) {
        self.sink = sink
        self.token = token
    }

    /// A reply that calls `receive` with the answer, for requests that come by no socket.
    public convenience init(receive: @escaping @Sendable (HTTPResponse) -> Void) {
        self.init(sink: CallbackReplySink(receive: receive), token: 0)
    }

    deinit {
        if claim() { sink.accept(HTTPResponse(status: 500), for: token) }
    }

    /// Answers. Only the first answer counts; answers to requests whose client is gone are dropped.
    public func send(_ response: HTTPResponse) {
        if claim() { sink.accept(response, for: token) }
    }

    /// Calls `action` once if the client goes away before the answer, at once if it is gone; any thread.
    ///
    /// A client that has closed its sending half counts as gone: there is no telling it from one that has
    /// died. The answer is sent all the same.
    public func whenLost(_ action: @escaping @Sendable () -> Void) { sink.whenLost(token, action) }

    /// Runs tasks on the event loop that the request came by; nil for requests that come by no socket.
    var executor: LoopExecutor? { sink.executor }

    /// Whether the caller is the first to answer.
    func claim() -> Bool {
        !isAnswered.exchange(true, ordering: .relaxed)
    }
}

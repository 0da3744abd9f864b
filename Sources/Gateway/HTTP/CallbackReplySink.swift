/// Hands answers to a closure.
final class CallbackReplySink: HTTPReplySink {
    private let receive: @Sendable (HTTPResponse) -> Void

    init(receive: @escaping @Sendable (HTTPResponse) -> Void) {
        self.receive = receive
    }

    var executor: LoopExecutor? { nil }

    /// Whoever waits for the answer stays.
    func whenLost(_ token: UInt64, _ action: @escaping @Sendable () -> Void) {}

    func accept(_ response: HTTPResponse, for token: UInt64) {
        receive(response)
    }

    func accept(_ answers: [HTTPAnswer]) {
        for answer in answers { receive(answer.response) }
    }
}

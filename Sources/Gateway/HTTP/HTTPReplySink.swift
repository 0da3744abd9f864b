/// Where the answers of one event loop's requests go.
protocol HTTPReplySink: AnyObject, Sendable {
    /// Takes the answer to the request that `token` stands for; any thread.
    func accept(_ response: HTTPResponse, for token: UInt64)

    /// Takes several answers at once; any thread.
    func accept(_ answers: [HTTPAnswer])

    /// Calls `action` when the client of an unanswered request goes away; any thread.
    func whenLost(_ token: UInt64, _ action: @escaping @Sendable () -> Void)

    /// Runs tasks where the answers are written; nil when that is nowhere in particular.
    var executor: LoopExecutor? { get }
}

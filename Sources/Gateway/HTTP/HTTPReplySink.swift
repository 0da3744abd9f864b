/// Where the answers of one event loop's requests go.
protocol HTTPReplySink: AnyObject, Sendable {
    /// Takes the answer to the request that `token` stands for; any thread.
    func accept(_ response: HTTPResponse, for token: UInt64)

    /// Takes several answers at once; any thread.
    func accept(_ answers: [HTTPAnswer])
}

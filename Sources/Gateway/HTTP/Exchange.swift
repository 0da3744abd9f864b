/// One request of a connection that is not answered to its end.
struct Exchange {
    let token: UInt64
    let isHead: Bool
    let isVersion10: Bool
    var keepAlive: Bool
    /// The answer is being written.
    var isStarted = false
    /// What to do when the client goes away before it is answered.
    var onLoss: (@Sendable () -> Void)?
}

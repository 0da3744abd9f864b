/// What the connections of one listener share.
final class ListenerContext: Sendable {
    let responder: any HTTPResponder
    let limits: HTTPLimits
    let headLimits: HTTPLimits.Head
    let ticks: Ticks

    /// The time-outs in ticks.
    struct Ticks: Sendable {
        var idle: UInt64
        var head: UInt64
        var bodyStall: UInt64
        var bufferedBody: UInt64
        var writeStall: UInt64
        var linger: UInt64
    }

    init(responder: any HTTPResponder, limits: HTTPLimits) {
        self.responder = responder
        self.limits = limits
        self.headLimits = limits.head
        self.ticks = Ticks(
            idle: HTTPLimits.ticks(limits.idleTimeOut), head: HTTPLimits.ticks(limits.headTimeOut),
            bodyStall: HTTPLimits.ticks(limits.bodyStallTimeOut),
            bufferedBody: HTTPLimits.ticks(limits.bufferedBodyTimeOut),
            writeStall: HTTPLimits.ticks(limits.writeStallTimeOut),
            linger: HTTPLimits.ticks(limits.lingerTimeOut))
    }
}

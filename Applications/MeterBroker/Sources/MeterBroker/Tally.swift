/// How many messages were addressed to a participant on one day, and where they are now.
public struct Tally: Sendable, Equatable {
    public var accepted = 0
    public var delivered = 0
    public var pending = 0
    public var dead = 0

    public init(accepted: Int = 0, delivered: Int = 0, pending: Int = 0, dead: Int = 0) {
        self.accepted = accepted
        self.delivered = delivered
        self.pending = pending
        self.dead = dead
    }

    /// Every accepted message is in exactly one place.
    public var isBalanced: Bool { accepted == delivered + pending + dead }

    public static func + (a: Self, b: Self) -> Self {
        Tally(
            accepted: a.accepted + b.accepted, delivered: a.delivered + b.delivered,
            pending: a.pending + b.pending, dead: a.dead + b.dead)
    }
}

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

    /// Whether a count of the messages one by one, begun after `earlier` and ended before `later` was read,
    /// agrees with both. Acceptance and delivery only grow; if neither did, nothing moved that could blur
    /// the rest, and all of it must be equal.
    public func lies(between earlier: Self, and later: Self) -> Bool {
        if earlier == later { return self == earlier }
        return isBalanced && later.isBalanced
            && (earlier.accepted...max(earlier.accepted, later.accepted)).contains(accepted)
            && (earlier.delivered...max(earlier.delivered, later.delivered)).contains(delivered)
    }

    public static func + (a: Self, b: Self) -> Self {
        Tally(
            accepted: a.accepted + b.accepted, delivered: a.delivered + b.delivered,
            pending: a.pending + b.pending, dead: a.dead + b.dead)
    }
}

internal import Kernel
internal import Store

extension Line {
    /// Whether everything that came due is taken off the counts.
    func isSettled(at now: Instant) -> Bool { settledAt >= now || (inFlight == 0 && delayed == 0) }

    /// Messages that one transaction settles, so that it stays short.
    static let settlementsMax = 2000

    /// Takes off the counts what came due since the last time; answers whether the line changed.
    mutating func settle(at now: Instant, in tx: borrowing Transaction) throws -> Bool {
        guard now > settledAt, inFlight > 0 || delayed > 0 else { return false }
        // Mostly nothing came due, which one look at the index tells.
        guard let first = try HiddenMessages.nextDue(line: id, after: settledAt, in: tx), first <= now else {
            settledAt = now
            return false
        }
        let end =
            try HiddenMessages.dueTime(
                line: id, after: settledAt, until: now, offset: Self.settlementsMax, in: tx) ?? now
        guard let due = try HiddenMessages.countDue(line: id, after: settledAt, until: end, in: tx),
            due.all > 0
        else {
            // Unchanged as far as anybody can tell, so it need not be written.
            settledAt = end
            return false
        }
        delayed -= due.delayed
        inFlight -= due.all - due.delayed
        settledAt = end
        return true
    }
}

internal import DynamoDBExpressions
internal import Kernel
internal import Store

/// When expired items are removed: a timer for each table with an expiry attribute, set to the first moment
/// at which an item expires.
enum Expiry {
    /// The keys in the index of items that have expired, but not so long ago that it must be a mistake.
    static func range(at now: Instant) -> (low: [UInt8], high: [UInt8]) {
        (bytes(Int(now.seconds) - Table.Expiry.ageMaxSeconds), bytes(Int(now.seconds)))
    }

    private static func bytes(_ seconds: Int) -> [UInt8] {
        var out: [UInt8] = []
        Number(seconds).writeOrdered(to: &out)
        return out
    }

    /// Sets the timer to the first item that has yet to expire, or to now when some have expired already.
    static func scheduleNext(
        _ table: Table, _ expiry: Table.Expiry, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        let low = range(at: call.now).low
        guard let key = try Entries.first(expiry.index, from: low, in: tx) else { return }
        try schedule(table, at: moment(of: key, call.now), call, in: tx)
    }

    /// The same after an item was written, if it is the first now.
    static func schedule(
        _ table: Table, _ expiry: Table.Expiry, ifFirst key: [UInt8], _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws {
        let low = range(at: call.now).low
        guard try Entries.first(expiry.index, from: low, in: tx) == key else { return }
        try schedule(table, at: moment(of: key, call.now), call, in: tx)
    }

    private static func schedule(
        _ table: Table, at instant: Instant, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        try Duty.expire(table: table.id).schedule(at: instant, call, in: tx)
    }

    /// Farther moments are looked at again after this time; they need not be read exactly.
    private static let horizonSeconds = 86_400

    /// The second after the moment that begins a key of the index.
    private static func moment(of key: [UInt8], _ now: Instant) -> Instant {
        let start = Int(now.seconds)
        // The bytes are compared, not decoded: the least second that is not before them, found by halving.
        var low = 0
        var high = horizonSeconds
        while low < high {
            let middle = (low + high) / 2
            if bytes(start + middle).lexicographicallyPrecedes(key) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low == 0 ? now : Instant(milliseconds: Int64(start + low) * 1000 + 1000)
    }
}

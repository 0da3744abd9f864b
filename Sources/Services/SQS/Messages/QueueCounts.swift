internal import Kernel
internal import Store

/// How many messages a queue has, by what keeps them from being received.
struct QueueCounts: Sendable, Equatable {
    let visible: Int
    let inFlight: Int
    let delayed: Int

    init(_ line: Line, of queue: Queue, at now: Instant, in tx: borrowing Transaction) throws {
        inFlight = line.inFlight
        delayed = queue.isFIFO ? try Self.tail(of: line, queue, at: now, in: tx) : line.delayed
        visible = line.messages - inFlight - delayed
    }

    /// The messages of a FIFO queue that are younger than its delay: the end of its line, without gaps, whose
    /// beginning is found by halving since times grow along the line.
    private static func tail(
        of line: Line, _ queue: Queue, at now: Instant, in tx: borrowing Transaction
    ) throws -> Int {
        guard queue.attributes.delaySeconds > 0, line.messages > 0 else { return 0 }
        let limit = now - .seconds(queue.attributes.delaySeconds)
        var low: Int64 = 0
        var high = line.sequence + 1
        // Everything up to `low` is old enough; everything from `high` on is too young.
        while high - low > 1 {
            let middle = low + (high - low) / 2
            let start = MessageKey(line: line.id, lane: .waiting, sequence: middle)
            let end = MessageKey(line: line.id, lane: .waiting, sequence: high - 1)
            if let head = try Messages.head(in: start...end, tx), head.sentAt <= limit {
                low = head.key.sequence
            } else {
                high = middle
            }
        }
        return Int(line.sequence - low)
    }
}

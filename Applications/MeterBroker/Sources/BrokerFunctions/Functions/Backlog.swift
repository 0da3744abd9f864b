import MeterBroker

/// What one pass through a receiver's waiting messages has read and not tried yet.
///
/// Messages of one meter point stand in a line and go one after another, so that a correction never overtakes
/// what it corrects; the lines go side by side. A message that stands in no line of a meter point is a line itself.
struct Backlog: Sendable {
    /// Lines that one pass may find held; the rest of the backlog is left to a later one.
    private static let heldMax = 10_000

    /// The heads of the lines that may be tried now, the oldest first.
    private var ready: [DeliveryRecord] = []
    /// What stands behind a head that is ready or under way; a line is there as long as its head is.
    private var behind: [String: [DeliveryRecord]] = [:]
    /// Lines of which a message has to wait: nothing that comes after it is tried before.
    private var held: Set<String> = []
    /// Messages that may be tried in this pass and have not been.
    private(set) var count = 0
    /// When the first of the held may be tried, in milliseconds.
    private(set) var nextAt: Int?

    var isFull: Bool { held.count >= Self.heldMax }

    private static func line(_ delivery: DeliveryRecord) -> String {
        delivery.meter ?? delivery.transactionID.text
    }

    /// Takes a further page, in the order of its messages.
    mutating func add(_ page: [DeliveryRecord], isDue: (DeliveryRecord) -> Bool) {
        for delivery in page {
            let line = Self.line(delivery)
            guard !held.contains(line) else { continue }
            guard isDue(delivery) else {
                wait(line, until: delivery.notBefore)
                continue
            }
            count += 1
            if behind[line] == nil {
                behind[line] = []
                ready.append(delivery)
            } else {
                behind[line]?.append(delivery)
            }
        }
    }

    /// The message to be tried next, if it has no more bytes than given; nil too while all lines have one under way.
    mutating func next(bytesMax: Int) -> DeliveryRecord? {
        guard let first = ready.first, first.bytes <= bytesMax else { return nil }
        count -= 1
        return ready.removeFirst()
    }

    /// The message is done with: what stands behind it may go.
    mutating func advance(behind delivery: DeliveryRecord) {
        let line = Self.line(delivery)
        guard var rest = behind[line], !rest.isEmpty else {
            behind[line] = nil
            return
        }
        ready.insert(rest.removeFirst(), at: 0)
        behind[line] = rest
    }

    /// The message has to be tried again later, and before all that stands behind it.
    mutating func hold(_ delivery: DeliveryRecord) {
        let line = Self.line(delivery)
        count -= behind.removeValue(forKey: line)?.count ?? 0
        wait(line, until: delivery.notBefore)
    }

    private mutating func wait(_ line: String, until time: Int) {
        held.insert(line)
        nextAt = min(nextAt ?? time, time)
    }
}

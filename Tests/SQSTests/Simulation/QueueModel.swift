/// A queue without storage, concurrency or wire: a list of messages and the rules for them, as plain as can be.
///
/// Times are milliseconds. The simulation asks model and server the same and compares every answer.
final class QueueModel {
    struct Message {
        /// Tells a message from its copy in another queue.
        let serial: Int
        let body: String
        let group: String
        let sentAt: Int
        /// Until when it is hidden; nil for a message that waits in line since it came.
        var visibleAt: Int?
        var receives = 0
        var firstReceivedAt: Int?
        var receivedAt: Int?
        /// Its own delay has not ended or was never looked at: never received.
        var isDelayed = false
    }

    struct Received: Equatable {
        let body: String
        let receives: Int
        let firstReceivedAt: Int
        let sentAt: Int
    }

    enum Refusal: String {
        case expired, missing, notInFlight
    }

    let name: String
    let isFIFO: Bool
    var visibility = 30_000
    var delay = 0
    var retention = 345_600_000
    var receivesMax: Int?
    var grave: QueueModel?
    var messages: [Message] = []
    /// Until when a deduplication id is remembered, and the body it stands for.
    var remembered: [String: (until: Int, body: String)] = [:]
    private var nextSerial = 0

    init(name: String, isFIFO: Bool) {
        self.name = name
        self.isFIFO = isFIFO
    }

    // MARK: What callers do

    /// Answers the body under which the message is known, which is another's for a repetition.
    func send(_ body: String, group: String, deduplication: String, delay own: Int?, at now: Int) -> String {
        if isFIFO {
            if let known = remembered[deduplication], known.until > now { return known.body }
            remembered[deduplication] = (now + 300_000, body)
        }
        append(body, group: group, sentAt: now)
        let delay = own ?? self.delay
        if !isFIFO, delay > 0 {
            messages[messages.count - 1].visibleAt = now + delay
            messages[messages.count - 1].isDelayed = true
        }
        return body
    }

    func receive(_ count: Int, visibility own: Int?, at now: Int) -> [(message: Received, serial: Int)] {
        var received: [(Received, Int)] = []
        let hidden = own ?? visibility
        for serial in isFIFO ? groupOrder(at: now) : lineOrder(at: now) where received.count < count {
            guard let index = index(of: serial) else { continue }
            // In a group nothing passes a message that could not be taken.
            if isFIFO, isHeldUp(index, at: now) { continue }
            if discard(index, at: now) { continue }
            messages[index].visibleAt = now + hidden
            messages[index].isDelayed = false
            messages[index].receives += 1
            messages[index].firstReceivedAt = messages[index].firstReceivedAt ?? now
            messages[index].receivedAt = now
            taken.insert(serial)
            let message = messages[index]
            received.append(
                (
                    Received(
                        body: message.body, receives: message.receives,
                        firstReceivedAt: message.firstReceivedAt ?? 0, sentAt: message.sentAt), serial
                ))
        }
        taken = []
        return received
    }

    func delete(_ serial: Int, receives: Int, at now: Int) -> Refusal? {
        guard let index = index(of: serial) else { return nil }
        if isFIFO {
            guard messages[index].receives == receives, (messages[index].visibleAt ?? 0) > now else { return .expired }
        }
        messages.remove(at: index)
        return nil
    }

    func changeVisibility(_ serial: Int, to duration: Int, at now: Int) -> Refusal? {
        guard let index = index(of: serial) else { return .missing }
        guard (messages[index].visibleAt ?? 0) > now else { return isFIFO ? .expired : .notInFlight }
        messages[index].visibleAt = now + duration
        return nil
    }

    func purge() {
        messages = []
        remembered = [:]
    }

    /// Moves everything that could be received to another queue, as new messages.
    func move(to other: QueueModel, at now: Int) {
        let order = isFIFO ? groupOrder(at: now) : lineOrder(at: now)
        for serial in isFIFO ? order : order.sorted() {
            guard let index = index(of: serial) else { continue }
            let message = messages.remove(at: index)
            if now - message.sentAt < retention { other.append(message.body, group: message.group, sentAt: now) }
        }
    }

    /// Forgets what is too old at the beginning of the line, as the server's timer does.
    func expire(at now: Int) { messages.removeAll { now - $0.sentAt >= retention } }

    // MARK: What can be told

    func inFlight(at now: Int) -> Int { messages.count { ($0.visibleAt ?? 0) > now && $0.receives > 0 } }

    func delayed(at now: Int) -> Int { messages.count { ($0.visibleAt ?? 0) > now && $0.receives == 0 } }

    // MARK: The rules

    private var taken: Set<Int> = []

    private func index(of serial: Int) -> Int? { messages.firstIndex { $0.serial == serial } }

    private func append(_ body: String, group: String, sentAt: Int) {
        nextSerial += 1
        messages.append(Message(serial: nextSerial, body: body, group: group, sentAt: sentAt))
    }

    private func isVisible(_ message: Message, at now: Int) -> Bool {
        if let visibleAt = message.visibleAt { return visibleAt <= now }
        return !isFIFO || message.sentAt + delay <= now
    }

    /// Those that came back, by when they did, merged with those that wait, each in the order of arrival.
    private func lineOrder(at now: Int) -> [Int] {
        func lane(_ message: Message) -> Int { delayedSerials.contains(message.serial) ? 1 : 0 }
        let due = messages.filter { $0.visibleAt.map { $0 <= now } ?? false }
            .sorted { ($0.visibleAt ?? 0, lane($0), $0.serial) < ($1.visibleAt ?? 0, lane($1), $1.serial) }
        var waiting = messages.filter { $0.visibleAt == nil }[...]
        var order: [Int] = []
        for message in due {
            while let first = waiting.first, first.sentAt < message.visibleAt ?? 0 {
                order.append(first.serial)
                waiting.removeFirst()
            }
            order.append(message.serial)
        }
        return order + waiting.map(\.serial)
    }

    /// Messages that were sent with a delay stand apart from the others for good.
    private var delayedSerials: Set<Int> = []

    func noteDelayed() {
        if let last = messages.last, last.isDelayed { delayedSerials.insert(last.serial) }
    }

    /// The groups whose first message is visible, longest waiting first, each up to its first hidden message.
    private func groupOrder(at now: Int) -> [Int] {
        var groups: [(readyAt: Int, head: Int, serials: [Int])] = []
        for (_, members) in Dictionary(grouping: messages, by: \.group) {
            guard let head = members.first, isVisible(head, at: now) else { continue }
            let visible = members.prefix { isVisible($0, at: now) }
            groups.append((head.visibleAt ?? head.sentAt + delay, head.serial, visible.map(\.serial)))
        }
        return groups.sorted { ($0.readyAt, $0.head) < ($1.readyAt, $1.head) }.flatMap(\.serials)
    }

    /// Whether an earlier message of the group is hidden by now, apart from those of this very receive.
    private func isHeldUp(_ index: Int, at now: Int) -> Bool {
        messages[..<index].contains { earlier in
            earlier.group == messages[index].group && !taken.contains(earlier.serial) && !isVisible(earlier, at: now)
        }
    }

    private func discard(_ index: Int, at now: Int) -> Bool {
        let message = messages[index]
        if now - message.sentAt < retention {
            guard let receivesMax, let grave, message.receives >= receivesMax else { return false }
            grave.append(message.body, group: message.group, sentAt: isFIFO ? now : message.sentAt)
        }
        messages.remove(at: index)
        return true
    }
}

internal import Kernel
internal import SQSInterface
internal import Store

/// What became of a message that was sent.
struct SentMessage: Sendable {
    /// Its own id, or that of the message of which it is a repetition.
    let id: String
    let key: MessageKey
    var isRepetition = false
}

extension SQS {
    /// Stores messages at the end of a queue, in order; they can be received when the transaction has
    /// committed.
    func enqueue(
        _ messages: [NewMessage], to queue: Queue, at now: Instant, in tx: borrowing Transaction
    ) throws -> [SentMessage] {
        let sent =
            queue.isFIFO
            ? try messages.map { try enqueueInGroup($0, to: queue, at: now, in: tx) }
            : try enqueueInLine(messages, to: queue, at: now, in: tx)
        try ensureExpiry(of: queue, in: tx)
        announce(messages.count, in: queue, tx)
        return sent
    }

    private func enqueueInLine(
        _ messages: [NewMessage], to queue: Queue, at now: Instant, in tx: borrowing Transaction
    ) throws -> [SentMessage] {
        guard let last = try Lines.extend(queue, by: messages.count, in: tx) else {
            throw QueueDoesNotExist()
        }
        var sequence = last - Int64(messages.count)
        var sent: [SentMessage] = []
        sent.reserveCapacity(messages.count)
        for message in messages {
            sequence += 1
            let delay = message.delaySeconds ?? queue.attributes.delaySeconds
            let key = MessageKey(line: queue.line, lane: delay > 0 ? .delayed : .waiting, sequence: sequence)
            let id = name(of: message, key, at: now)
            try Messages.insert(message, as: .init(key: key, id: id, at: now), in: tx)
            if delay > 0 { try hide(key, until: now + .seconds(delay), in: queue, tx) }
            sent.append(SentMessage(id: id, key: key))
        }
        return sent
    }

    private func hide(
        _ key: MessageKey, until instant: Instant, in queue: Queue, _ tx: borrowing Transaction
    ) throws {
        guard var line = try Lines.of(queue, in: tx) else { throw QueueDoesNotExist() }
        try HiddenMessages.insertDelayed(key, until: instant, in: tx)
        if instant > line.settledAt { line.delayed += 1 }
        try Lines.update(line, in: tx)
        tx.afterCommit { [arrivals] in arrivals.expect(queue, at: instant) }
    }

    private func enqueueInGroup(
        _ message: NewMessage, to queue: Queue, at now: Instant, in tx: borrowing Transaction
    ) throws -> SentMessage {
        let keys = DeduplicationKeys(message, in: queue)
        for key in keys.searched {
            guard let earlier = try Deduplications.find(key, line: queue.line, in: tx) else { continue }
            if earlier.expiresAt > now {
                return SentMessage(id: earlier.messageID, key: earlier.message, isRepetition: true)
            }
            try Deduplications.remove(earlier.id, in: tx)
        }
        let sent = try append(message, to: queue, at: now, in: tx)
        try Deduplications.insert(keys.kept, messageID: sent.id, message: sent.key, at: now, in: tx)
        return sent
    }

    /// The identifier that a message has, or else one that tells where it stands.
    private func name(of message: NewMessage, _ key: MessageKey, at now: Instant) -> String {
        guard message.id.isEmpty else { return message.id }
        return kernel.names.name(ofMessage: key.value, in: message.flow, sentAt: now)
    }

    /// Stores a message at the end of its group, whatever its deduplication id.
    func append(
        _ message: NewMessage, to queue: Queue, at now: Instant, in tx: borrowing Transaction
    ) throws -> SentMessage {
        guard let sequence = try Lines.extend(queue, by: 1, in: tx) else { throw QueueDoesNotExist() }
        let key = MessageKey(line: queue.line, lane: .waiting, sequence: sequence)
        let id = name(of: message, key, at: now)
        guard queue.isFIFO else {
            try Messages.insert(message, as: .init(key: key, id: id, at: now), in: tx)
            return SentMessage(id: id, key: key)
        }
        let name = message.group ?? ""
        let group =
            try Groups.named(name, line: queue.line, in: tx)
            ?? Groups.insert(name, head: key, sentAt: now, in: tx)
        try Messages.insert(message, as: .init(key: key, id: id, at: now), group: group, in: tx)
        return SentMessage(id: id, key: key)
    }

    /// Wakes who waits for messages of the queue, once they are there.
    func announce(_ count: Int, in queue: Queue, _ tx: borrowing Transaction) {
        // Looks are transactions too: who joins after this one has begun will find what it leaves.
        guard arrivals.isAwaited(queue) else { return }
        tx.afterCommit { [arrivals, kernel] in
            arrivals.wake(queue, count: count)
            guard queue.isFIFO, queue.attributes.delaySeconds > 0 else { return }
            arrivals.expect(queue, at: kernel.time.now + .seconds(queue.attributes.delaySeconds))
        }
    }
}

/// Under which keys a FIFO queue remembers a message, by its deduplication scope.
struct DeduplicationKeys {
    let searched: [String]
    let kept: String

    init(_ message: NewMessage, in queue: Queue) {
        let id = message.deduplicationID ?? message.id
        let wide = "q:\(id)"
        if queue.attributes.deduplicatesByGroup {
            kept = "g:\(id)\u{0}\(message.group ?? "")"
            // What was accepted before the scope was narrowed still counts for the whole queue.
            searched = [kept, wide]
        } else {
            kept = wide
            searched = [wide]
        }
    }
}

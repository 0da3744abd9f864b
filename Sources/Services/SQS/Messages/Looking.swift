internal import Kernel
internal import SQSInterface
internal import Store

/// What a receiver asks of a queue.
struct LookRequest: Sendable {
    let queue: Queue
    let count: Int
    let visibility: Duration
    var attempt: String?
}

extension SQS {
    /// Takes messages from a queue and hides them, in one transaction.
    func look(_ request: LookRequest, at now: Instant, in tx: borrowing Transaction) throws -> Look {
        let queue = request.queue
        guard var line = try Lines.of(queue, in: tx) else { throw QueueDoesNotExist() }
        var isChanged = try line.settle(at: now, in: tx)
        if let again = try repeated(request, at: now, &line, in: tx) {
            try Lines.update(line, in: tx)
            return again
        }
        let before = (line.messages, line.inFlight, line.delayed)
        var look = Look()
        let count = min(request.count, Limit.inFlight - line.inFlight)
        if count <= 0 {
            look.isOverLimit = true
        } else if queue.isFIFO {
            try lookIntoGroups(request, count: count, at: now, &line, &look, in: tx)
        } else {
            try lookIntoLine(request, count: count, at: now, &line, &look, in: tx)
        }
        if before != (line.messages, line.inFlight, line.delayed) || !look.messages.isEmpty {
            isChanged = true
        }
        if isChanged { try Lines.update(line, in: tx) }
        if let attempt = request.attempt, queue.isFIFO, !look.messages.isEmpty {
            try Attempts.insert(attempt, line: line.id, messages: look.messages, at: now, in: tx)
        }
        look.hasMore = line.visible > 0
        if look.messages.isEmpty || arrivals.isAwaited(queue) {
            look.nextDue = try nextDue(in: queue, after: now, tx)
        }
        return look
    }

    /// When the next message of the queue becomes visible.
    private func nextDue(in queue: Queue, after now: Instant, _ tx: borrowing Transaction) throws -> Instant?
    {
        guard queue.isFIFO else { return try HiddenMessages.nextDue(line: queue.line, after: now, in: tx) }
        let delay = Duration.seconds(queue.attributes.delaySeconds)
        let returning = try Groups.nextReady(line: queue.line, received: true, after: now, in: tx)
        let fresh = try Groups.nextReady(line: queue.line, received: false, after: now - delay, in: tx)
        return [returning, fresh.map { $0 + delay }].compactMap { $0 }.min()
    }

    /// Gives a message to the receiver: hides it and counts the receive.
    func take(
        _ stored: StoredMessage, _ hidden: HiddenMessage?, _ request: LookRequest, at now: Instant,
        _ line: inout Line,
        _ look: inout Look, in tx: borrowing Transaction
    ) throws {
        let visibleAt = now + request.visibility
        if var hidden {
            line.uncount(hidden)
            hidden.visibleAt = visibleAt
            hidden.isDelayed = false
            hidden.receives += 1
            hidden.firstReceivedAt = hidden.firstReceivedAt ?? now
            hidden.receivedAt = now
            try HiddenMessages.update(hidden, in: tx)
            look.messages.append(
                ReceivedMessage(
                    stored: stored, receives: hidden.receives, firstReceivedAt: hidden.firstReceivedAt ?? now)
            )
        } else {
            try HiddenMessages.insertReceived(stored.key, at: now, until: visibleAt, in: tx)
            look.messages.append(ReceivedMessage(stored: stored, receives: 1, firstReceivedAt: now))
        }
        line.countReceived(until: visibleAt)
    }

    /// Throws a message away instead of giving it to a receiver: it is too old, or was received too often.
    /// Answers whether it did.
    func discard(
        _ stored: StoredMessage, _ hidden: HiddenMessage?, of queue: Queue, at now: Instant,
        _ line: inout Line,
        in tx: borrowing Transaction
    ) throws -> Bool {
        if !stored.isExpired(in: queue, at: now) {
            guard let redrive = queue.attributes.redrive, let hidden,
                hidden.receives >= Int64(redrive.receivesMax),
                try bury(stored, of: queue, under: redrive.target, at: now, in: tx)
            else { return false }
        } else {
            try noteExpiry(of: stored.key, in: queue, at: now, in: tx)
        }
        try remove(stored.key, hidden, from: &line, in: tx)
        return true
    }

    /// Takes a message's rows away and counts it off the line.
    func remove(
        _ key: MessageKey, _ hidden: HiddenMessage?, from line: inout Line, in tx: borrowing Transaction
    ) throws {
        if hidden != nil { _ = try HiddenMessages.remove(key, in: tx) }
        guard try Messages.remove(key, in: tx) else { return }
        line.messages -= 1
        if let hidden { line.uncount(hidden) }
    }
}

extension StoredMessage {
    /// Whether the message is older than its queue keeps messages.
    func isExpired(in queue: Queue, at now: Instant) -> Bool {
        now - sentAt >= .seconds(queue.attributes.retentionSeconds)
    }
}

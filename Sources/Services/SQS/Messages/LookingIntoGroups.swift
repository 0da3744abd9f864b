internal import Kernel
internal import Store

extension SQS {
    /// Takes messages of a FIFO queue: group by group, each in order, up to the first message that is not
    /// visible.
    ///
    /// A group whose first message is in flight is not ready, so nothing of it is given to anybody else.
    func lookIntoGroups(
        _ request: LookRequest, count: Int, at now: Instant, _ line: inout Line, _ look: inout Look,
        in tx: borrowing Transaction
    ) throws {
        var discards = 0
        var seen: Set<Int64> = []
        while look.messages.count < count {
            // Further groups may be missing from what was read, so no more are looked into than were
            // asked for.
            let missing = count - look.messages.count
            let ready = try readyGroups(of: request.queue, limit: missing + seen.count, at: now, in: tx)
                .filter { !seen.contains($0.id) }.prefix(missing)
            guard !ready.isEmpty else { return }
            for group in ready where look.messages.count < count {
                seen.insert(group.id)
                try lookInto(group, request, count: count, at: now, &line, &look, &discards, in: tx)
                guard discards < Limit.discardsPerTransaction else {
                    look.isUnfinished = look.messages.isEmpty
                    return
                }
            }
        }
    }

    /// The messages of a FIFO queue that could be received, without receiving them.
    func visibleInGroups(
        of queue: Queue, limit: Int, at now: Instant, _ tx: borrowing Transaction
    ) throws -> [(StoredMessage, HiddenMessage?)] {
        let delay = Duration.seconds(queue.attributes.delaySeconds)
        var found: [(StoredMessage, HiddenMessage?)] = []
        for group in try readyGroups(of: queue, limit: limit, at: now, in: tx).prefix(limit)
        where found.count < limit {
            for stored in try Messages.ofGroup(group.id, from: group.head, limit: limit - found.count, in: tx)
            {
                let hidden = try HiddenMessages.find(stored.key, in: tx)
                guard (hidden?.visibleAt ?? stored.sentAt + delay) <= now else { break }
                found.append((stored, hidden))
            }
        }
        return found
    }

    private func readyGroups(
        of queue: Queue, limit: Int, at now: Instant, in tx: borrowing Transaction
    ) throws -> [Group] {
        let delay = Duration.seconds(queue.attributes.delaySeconds)
        let returned = try Groups.ready(line: queue.line, received: true, until: now, limit: limit, in: tx)
        let fresh = try Groups.ready(
            line: queue.line, received: false, until: now - delay, limit: limit, in: tx)
        func readyAt(_ group: Group) -> Instant { group.isReceived ? group.readyAt : group.readyAt + delay }
        return (returned + fresh).sorted { (readyAt($0), $0.head) < (readyAt($1), $1.head) }
    }

    private func lookInto(
        _ group: Group, _ request: LookRequest, count: Int, at now: Instant, _ line: inout Line,
        _ look: inout Look, _ discards: inout Int, in tx: borrowing Transaction
    ) throws {
        let delay = Duration.seconds(request.queue.attributes.delaySeconds)
        var next = group.head
        reading: while look.messages.count < count, discards < Limit.discardsPerTransaction {
            let missing = count - look.messages.count
            let messages = try Messages.ofGroup(group.id, from: next, limit: missing, in: tx)
            for stored in messages {
                let hidden = try HiddenMessages.find(stored.key, in: tx)
                guard (hidden?.visibleAt ?? stored.sentAt + delay) <= now else { break reading }
                if try discard(stored, hidden, of: request.queue, at: now, &line, in: tx) {
                    discards += 1
                } else {
                    try take(stored, hidden, request, at: now, &line, &look, in: tx)
                }
                next = MessageKey(value: stored.key.value + 1)
            }
            guard messages.count == missing else { break }
        }
        try refresh(group.id, in: tx)
    }

    /// Brings a group's row up to date after its first message was taken, hidden otherwise or removed.
    func refresh(_ group: Int64, in tx: borrowing Transaction) throws {
        guard let head = try Messages.head(ofGroup: group, in: tx) else {
            return try Groups.remove(group, in: tx)
        }
        let hidden = try HiddenMessages.find(head.key, in: tx)
        try Groups.update(
            group, isReceived: hidden != nil, readyAt: hidden?.visibleAt ?? head.sentAt, head: head.key,
            in: tx)
    }

    /// Answers what an earlier receive with the same attempt id answered, if none of it was touched since.
    func repeated(
        _ request: LookRequest, at now: Instant, _ line: inout Line, in tx: borrowing Transaction
    ) throws -> Look? {
        guard request.queue.isFIFO, let name = request.attempt,
            let attempt = try Attempts.find(name, line: line.id, in: tx)
        else { return nil }
        var again: [(StoredMessage, HiddenMessage)] = []
        if attempt.expiresAt > now {
            for (key, receives) in attempt.messages {
                guard let hidden = try HiddenMessages.find(key, in: tx), hidden.receives == receives,
                    hidden.visibleAt > now, let stored = try Messages.find(key, in: tx)
                else { break }
                again.append((stored, hidden))
            }
        }
        guard !again.isEmpty, again.count == attempt.messages.count else {
            try Attempts.remove(attempt.id, in: tx)
            return nil
        }
        var look = Look()
        for (stored, hidden) in again {
            var hidden = hidden
            line.uncount(hidden)
            hidden.visibleAt = now + request.visibility
            line.countReceived(until: hidden.visibleAt)
            try HiddenMessages.update(hidden, in: tx)
            if let group = stored.group { try refresh(group, in: tx) }
            look.messages.append(
                ReceivedMessage(
                    stored: stored, receives: hidden.receives, firstReceivedAt: hidden.firstReceivedAt ?? now)
            )
        }
        return look
    }
}

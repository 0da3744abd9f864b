internal import Kernel
internal import Store

extension SQS {
    /// Takes messages of a standard queue: those that came back and those that never left the line, in the
    /// order in which they became visible, so that neither keeps the other from being received.
    func lookIntoLine(
        _ request: LookRequest, count: Int, at now: Instant, _ line: inout Line, _ look: inout Look,
        in tx: borrowing Transaction
    ) throws {
        let lane = MessageKey.range(line: line.id, lane: .waiting)
        var taken: Set<MessageKey> = []
        var discards = 0
        while look.messages.count < count {
            let missing = count - look.messages.count
            // Without a timeout what was taken is due again at once; it is not given twice in one answer.
            let due = try HiddenMessages.due(line: line.id, at: now, limit: missing + taken.count, in: tx)
                .filter { !taken.contains($0.key) }
            let head = try HiddenMessages.last(in: lane, tx) ?? lane.lowerBound
            let waiting = try Messages.after(head, in: lane, limit: missing, tx)
            let discardsBefore = discards
            var fresh: [MessageKey] = []
            for candidate in Self.merge(due, waiting).prefix(missing) {
                let stored: StoredMessage
                switch candidate {
                case .waiting(let message): stored = message
                case .due(let hidden):
                    guard let message = try Messages.find(hidden.key, in: tx) else {
                        _ = try HiddenMessages.remove(hidden.key, in: tx)
                        continue
                    }
                    stored = message
                }
                if try discard(stored, candidate.hidden, of: request.queue, at: now, &line, in: tx) {
                    discards += 1
                    continue
                }
                taken.insert(stored.key)
                if candidate.hidden == nil {
                    fresh.append(stored.key)
                    line.countReceived(until: now + request.visibility)
                    look.messages.append(ReceivedMessage(stored: stored, receives: 1, firstReceivedAt: now))
                } else {
                    try take(stored, candidate.hidden, request, at: now, &line, &look, in: tx)
                }
            }
            // What never left the line was taken from its head on: nothing else lies between.
            if let first = fresh.first, let last = fresh.last {
                try HiddenMessages.insertReceived(
                    from: first, through: last, at: now, until: now + request.visibility, in: tx)
            }
            guard discards > discardsBefore else { return }
            guard discards < Limit.discardsPerTransaction else {
                look.isUnfinished = look.messages.isEmpty
                return
            }
        }
    }

    private enum Candidate {
        case due(HiddenMessage)
        case waiting(StoredMessage)

        var hidden: HiddenMessage? { if case .due(let hidden) = self { hidden } else { nil } }
    }

    /// Both in the order in which they became visible; each is sorted by itself.
    private static func merge(_ due: [HiddenMessage], _ waiting: [StoredMessage]) -> [Candidate] {
        if due.isEmpty { return waiting.map { .waiting($0) } }
        var merged: [Candidate] = []
        var rest = waiting[...]
        for hidden in due {
            let earlier = rest.prefix { $0.sentAt < hidden.visibleAt }
            merged += earlier.map { .waiting($0) }
            rest = rest.dropFirst(earlier.count)
            merged.append(.due(hidden))
        }
        return merged + rest.map { .waiting($0) }
    }
}

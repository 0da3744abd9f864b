internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Deletes messages of a standard queue that were received; those that are gone already are no error.
    func deleteFromLine(_ keys: [MessageKey], of queue: Queue, in tx: borrowing Transaction) throws {
        // A purge leaves handles behind whose messages are gone.
        let keys = Set(keys.filter { $0.line == queue.line }).sorted()
        guard !keys.isEmpty, var line = try Lines.of(queue, in: tx) else { return }
        let removed = try HiddenMessages.remove(keys, in: tx)
        if removed.isEmpty { return }
        // Every hidden message has its row among the messages.
        line.messages -= try Messages.remove(removed.map(\.key), in: tx)
        for hidden in removed { line.uncount(hidden) }
        try Lines.update(line, in: tx)
    }

    /// Deletes the message of a FIFO queue that a handle names; one that is gone already is no error.
    func deleteFromGroup(
        _ handle: ReceiptHandle, text: String, of queue: Queue, at now: Instant, in tx: borrowing Transaction
    ) throws {
        guard var line = try Lines.of(queue, in: tx) else { throw QueueDoesNotExist() }
        guard handle.key.line == line.id, let hidden = try HiddenMessages.find(handle.key, in: tx) else {
            return
        }
        guard hidden.receives == handle.receives, hidden.visibleAt > now else {
            throw InvalidParameterValue(
                """
                Value \(text) for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.
                """)
        }
        let group = try Messages.group(of: handle.key, in: tx)
        try remove(handle.key, hidden, from: &line, in: tx)
        try Lines.update(line, in: tx)
        if let group {
            try refresh(group, in: tx)
            announce(1, in: queue, tx)
        }
    }

    /// Hides a message that is in flight for another while, counted from now.
    func changeVisibility(
        _ handle: ReceiptHandle, text: String, to seconds: Int, in queue: Queue, at now: Instant,
        _ tx: borrowing Transaction
    ) throws {
        guard var line = try Lines.of(queue, in: tx) else { throw QueueDoesNotExist() }
        guard handle.key.line == line.id, var hidden = try HiddenMessages.find(handle.key, in: tx) else {
            throw InvalidParameterValue(
                """
                Value \(text) for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not \
                available for visibility timeout change.
                """)
        }
        guard hidden.visibleAt > now else {
            if queue.isFIFO {
                throw InvalidParameterValue(
                    "Value \(text) for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."
                )
            }
            throw MessageNotInflight("The specified message isn't in flight.")
        }
        let visibleAt = now + .seconds(seconds)
        if let receivedAt = hidden.receivedAt, visibleAt - receivedAt > .seconds(Limit.visibilitySeconds) {
            throw InvalidParameterValue(
                """
                Value \(seconds) for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the \
                message is beyond the limit [\(Limit.visibilitySeconds) seconds]
                """)
        }
        line.uncount(hidden)
        hidden.visibleAt = visibleAt
        line.countReceived(until: visibleAt)
        try HiddenMessages.update(hidden, in: tx)
        try Lines.update(line, in: tx)
        if queue.isFIFO, let group = try Messages.group(of: handle.key, in: tx) { try refresh(group, in: tx) }
        if seconds == 0 {
            announce(1, in: queue, tx)
        } else if arrivals.isAwaited(queue) {
            tx.afterCommit { [arrivals] in arrivals.expect(queue, at: visibleAt) }
        }
    }
}

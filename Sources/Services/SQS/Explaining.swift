internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Writes down that a message went to another queue.
    func note(
        _ stored: StoredMessage, of queue: Queue, movedTo sent: SentMessage, in target: Queue, _ why: String,
        at now: Instant, in tx: borrowing Transaction
    ) throws {
        var outcome = StepOutcome(.arrived, target: target.arn.description)
        outcome.name = sent.id
        outcome.row = sent.key.value
        outcome.message = why
        // What was stored before names told of places has none.
        guard let meaning = kernel.names.meaning(of: stored.id) else { return }
        let step = Step(
            .moved, at: now, of: meaning.place, subject: queue.arn.description, name: stored.id,
            outcomes: [outcome])
        try kernel.journal.note(step, in: tx)
    }

    /// Writes down that a message is thrown away for its age.
    func noteExpiry(
        of key: MessageKey, in queue: Queue, at now: Instant, in tx: borrowing Transaction
    ) throws {
        guard kernel.journal.isKept, let id = try Messages.id(of: key, in: tx),
            let meaning = kernel.names.meaning(of: id)
        else { return }
        let step = Step(.expired, at: now, of: meaning.place, subject: queue.arn.description, name: id)
        try kernel.journal.note(step, in: tx)
    }

    /// Where a message is, by its identifier, which tells the key of its row.
    func whereabouts(_ question: Whereabouts, in tx: borrowing Transaction) throws -> [Finding] {
        let key: Int64
        switch kernel.names.meaning(of: question.name) {
        case .message(let own, _)?, .copy(let own, _)?: key = own
        case .flow?, nil: return []
        }
        let place = MessageKey(value: question.row > 0 ? question.row : key)
        guard let line = try Lines.with(id: place.line, in: tx) else {
            return [Finding(.lost, question.arn, "Its queue has been deleted or purged since.")]
        }
        guard place.sequence <= line.sequence else { return [] }
        guard line.queue > 0, let scopeID = try Queues.scope(of: line.queue, in: tx),
            let scope = try kernel.scopes.scope(id: scopeID, in: tx),
            let queue = try Queues.with(id: line.queue, in: scope, tx)
        else {
            return [Finding(.lost, question.arn, "Its queue has been deleted or purged since.")]
        }
        guard let stored = try Messages.find(place, in: tx), stored.id == question.name else {
            return [gone(question, from: queue)]
        }
        return [try state(of: stored, in: queue, at: question.now, in: tx)]
    }

    private func gone(_ question: Whereabouts, from queue: Queue) -> Finding {
        let arn = queue.arn.description
        var sentAt = question.now
        switch kernel.names.meaning(of: question.name) {
        case .message(_, let at)?: sentAt = at
        case .copy(_, let flow)?: sentAt = flow.beganAt
        case .flow?, nil: break
        }
        let seconds = queue.attributes.retentionSeconds
        guard question.now - sentAt >= .seconds(seconds) else {
            return Finding(.done, arn, "It is not in the queue any more: who received it deleted it.")
        }
        return Finding(
            .unknown, arn,
            "It is not in the queue any more: who received it deleted it, or it grew older than the "
                + "\(seconds) seconds for which the queue keeps messages.")
    }

    private func state(
        of stored: StoredMessage, in queue: Queue, at now: Instant, in tx: borrowing Transaction
    ) throws -> Finding {
        let arn = queue.arn.description
        let hidden = try HiddenMessages.find(stored.key, in: tx)
        let receives = hidden?.receives ?? 0
        var finding = Finding(.waiting, arn, "", at: hidden?.receivedAt)
        finding.details["receives"] = .number(String(receives))
        finding.details["sentAt"] = .number(String(stored.sentAt.milliseconds))
        if let hidden, hidden.isDelayed, hidden.visibleAt > now {
            finding.until = hidden.visibleAt
            finding.text = "It waits in the queue: its delay has not ended."
        } else if let hidden, hidden.visibleAt > now {
            finding.until = hidden.visibleAt
            finding.text =
                "It is in flight: received \(receives) \(receives == 1 ? "time" : "times"), not deleted yet, "
                + "and hidden until its visibility time-out ends."
        } else if let blocked = try groupState(of: stored, in: queue, at: now, in: tx) {
            finding.until = blocked.until
            finding.text = blocked.text
        } else if receives > 0 {
            finding.text =
                "It waits in the queue and can be received again; it was received \(receives) "
                + "\(receives == 1 ? "time" : "times") and not deleted."
        } else {
            finding.text = "It waits in the queue: nobody has received it yet."
        }
        if let redrive = queue.attributes.redrive {
            finding.details["receivesMax"] = .number(String(redrive.receivesMax))
            finding.details["deadLetter"] = .string(redrive.target.description)
        }
        let end = stored.sentAt + .seconds(queue.attributes.retentionSeconds)
        finding.text += " The queue keeps it until \(end.timestamp.text(.iso8601))."
        return finding
    }

    /// What holds up a message of a FIFO queue that is not hidden itself.
    private func groupState(
        of stored: StoredMessage, in queue: Queue, at now: Instant, in tx: borrowing Transaction
    ) throws -> (text: String, until: Instant?)? {
        guard let group = stored.group, let name = stored.groupName else { return nil }
        let readyAt = stored.sentAt + .seconds(queue.attributes.delaySeconds)
        if readyAt > now { return ("It waits in the queue: the queue's delay has not ended.", readyAt) }
        guard let head = try Messages.head(ofGroup: group, in: tx), head.key < stored.key else { return nil }
        guard let first = try HiddenMessages.find(head.key, in: tx), first.visibleAt > now else {
            return ("It waits behind earlier messages of its group \(name).", nil)
        }
        return (
            "It waits behind the first message of its group \(name), which is in flight.", first.visibleAt
        )
    }
}

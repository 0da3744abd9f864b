internal import Kernel
internal import Store
internal import Synchronization

/// Takes the copies of one message into standard queues in use; what they share was checked once.
final class QueueCopies: CopyTaker {
    private let service: SQS
    private let scope: Int64
    private let now: Instant
    private let flow: Flow?
    /// The message without body and identifier.
    private let shared: NewMessage
    private let sharedByteCount: Int
    private let isPlain: Bool
    private let takenCount = Atomic<Int>(0)
    private let takenBytes = Atomic<Int>(0)

    /// Nil for what queues take in a way that depends on the queue, and for what they refuse.
    init?(of delivery: Delivery, _ call: Kernel.Call, to service: SQS) {
        guard delivery.action == "sqs:SendMessage" else { return nil }
        do {
            let draft = try MessageDraft(delivery)
            guard draft.delaySeconds == nil, draft.deduplicationID == nil else { return nil }
            var message = NewMessage(flow: call.makeFlow(), body: "", sender: call.principal.userID)
            message.attributes = try MessageAttributes(checking: draft.attributes)
            message.trace = try draft.checkedTrace()
            message.group = draft.group
            if let group = draft.group { try MessageText.checkID(group, "MessageGroupId") }
            shared = message
        } catch {
            // The first copy that is sent by itself is refused in the words that belong to it.
            return nil
        }
        self.service = service
        scope = call.scope.id
        now = call.now
        flow = shared.flow
        sharedByteCount = shared.byteCount
        isPlain = shared.isPlain
    }

    func take(
        _ body: String, for target: ARN, in tx: borrowing Transaction
    ) throws(StoreError) -> String? {
        let byteCount = body.utf8.count + sharedByteCount
        guard let queue = service.queues.queue(QueueCache.Key(scope: scope, url: target.resource)),
            !queue.isFIFO, queue.attributes.delaySeconds == 0, !body.isEmpty,
            byteCount <= queue.attributes.messageBytesMax, MessageText.isAllowed(body),
            service.expiries.isSet(queue), let sequence = try Lines.next(queue, in: tx)
        else { return nil }
        let key = MessageKey(line: queue.line, lane: .waiting, sequence: sequence)
        let entry = Messages.Entry(
            key: key, id: service.kernel.names.name(ofMessage: key.value, in: flow, sentAt: now), at: now)
        if isPlain {
            try Messages.insertPlain(body, from: shared.sender, as: entry, in: tx)
        } else {
            var message = shared
            message.body = body
            try Messages.insert(message, as: entry, in: tx)
        }
        service.announce(1, in: queue, tx)
        count(byteCount, tx)
        return entry.id
    }

    /// Counts all copies that commit together once they have.
    private func count(_ byteCount: Int, _ tx: borrowing Transaction) {
        takenBytes.add(byteCount, ordering: .relaxed)
        guard takenCount.add(1, ordering: .relaxed).oldValue == 0 else { return }
        tx.afterCommit { [self] in
            service.meters.countSent(
                takenCount.load(ordering: .relaxed), byteCount: takenBytes.load(ordering: .relaxed))
        }
    }
}

extension SQS {
    func copyTaker(of shared: Delivery, _ call: Call) -> (any CopyTaker)? {
        QueueCopies(of: shared, call, to: self)
    }
}

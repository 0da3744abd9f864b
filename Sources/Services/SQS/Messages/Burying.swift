internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Copies a message that was received too often to the dead-letter queue; answers false when there is
    /// none.
    ///
    /// A standard queue's message keeps the moment at which it was sent, a FIFO queue's gets a new one and
    /// its own id for deduplication.
    /// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html>
    func bury(
        _ stored: StoredMessage, of queue: Queue, under target: ARN, at now: Instant,
        in tx: borrowing Transaction
    ) throws -> Bool {
        guard target.account == queue.scope.account, target.region == queue.scope.region,
            let grave = try Queues.named(target.resource, in: queue.scope, tx), grave.isFIFO == queue.isFIFO,
            grave.id != queue.id
        else { return false }
        var message = NewMessage(stored)
        if queue.isFIFO { message.deduplicationID = stored.id }
        let sent = try append(message, to: grave, at: queue.isFIFO ? now : stored.sentAt, in: tx)
        try Messages.setSource(queue.arn.description, of: sent.key, in: tx)
        let limit = queue.attributes.redrive?.receivesMax ?? 0
        try note(
            stored, of: queue, movedTo: sent, in: grave,
            "it was received \(limit) \(limit == 1 ? "time" : "times")", at: now, in: tx)
        try ensureExpiry(of: grave, in: tx)
        announce(1, in: grave, tx)
        tx.afterCommit { [meters] in meters.countBuried() }
        return true
    }
}

extension NewMessage {
    /// A stored message, to be stored once more.
    init(_ stored: StoredMessage) {
        self.init(body: stored.body, sender: stored.sender)
        id = stored.id
        attributes = MessageAttributes(stored: stored.attributes)
        trace = stored.trace
        group = stored.groupName
        deduplicationID = stored.deduplicationID
    }
}

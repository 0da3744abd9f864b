internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Takes in what another service sent to a queue: the payload is the body, the parameters are those of
    /// `SendMessage`. What a retry cannot heal is refused for good, with AWS's code.
    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        guard delivery.action == "sqs:SendMessage", let arn = delivery.arn else {
            throw DeliveryFailure.permanent(
                code: "INVALID_TARGET", message: "\(delivery.target) takes sqs:SendMessage only.")
        }
        do {
            guard let queue = try cachedQueue(named: arn.resource, in: call.scope, tx) else {
                throw QueueDoesNotExist()
            }
            let draft = try MessageDraft(delivery)
            let message = try draft.checked(
                for: queue, flow: call.makeFlow(), sender: call.principal.userID)
            let sent = try take(message, into: queue, at: call.now, in: tx)
            call.noteArrival(sent.id, isRepetition: sent.isRepetition)
        } catch let failure as any Failure where failure.status < 500 {
            throw DeliveryFailure.permanent(code: failure.queryCode, message: failure.message)
        }
    }

    /// Stores the message, or throws and leaves nothing changed.
    private func take(
        _ message: NewMessage, into queue: Queue, at now: Instant, in tx: borrowing Transaction
    ) throws -> SentMessage {
        let sent =
            queue.isFIFO
            ? try tx.savepoint { try enqueue([message], to: queue, at: now, in: tx) }
            : try enqueue([message], to: queue, at: now, in: tx)
        let byteCount = message.byteCount
        tx.afterCommit { [meters] in meters.countSent(1, byteCount: byteCount) }
        return sent[0]
    }

    /// The queue of a name as this transaction sees it. It is kept for others only once the transaction has
    /// committed, since what it sees may still be undone.
    private func cachedQueue(
        named name: String, in scope: Scope, _ tx: borrowing Transaction
    ) throws -> Queue? {
        // URLs hold slashes, names none, so the two never meet.
        let key = QueueCache.Key(scope: scope.id, url: name)
        if let known = queues.queue(key) { return known }
        let generation = queues.generation
        guard let queue = try Queues.named(name, in: scope, tx) else { return nil }
        tx.afterCommit { [queues] in queues.keep(queue, as: key, readAt: generation) }
        return queue
    }
}

extension MessageDraft {
    init(_ delivery: Delivery) throws {
        guard let body = String(validating: delivery.payload, as: UTF8.self) else {
            throw InvalidMessageContents("The payload is not UTF-8.")
        }
        self.init(body: body)
        let parameters = delivery.parameters
        for member in parameters["MessageAttributes"]?.object?.members ?? [] {
            let bytes = member.value["BinaryValue"]?.string.flatMap { Base64.decoded($0) }
            attributes = attributes ?? [:]
            attributes?[member.name] = MessageAttributeValue(
                dataType: member.value["DataType"]?.string ?? "String",
                stringValue: member.value["StringValue"]?.string, binaryValue: bytes)
        }
        delaySeconds = parameters["DelaySeconds"]?.integer
        group = parameters["MessageGroupId"]?.string
        deduplicationID = parameters["MessageDeduplicationId"]?.string
        if let trace = parameters["AWSTraceHeader"]?.string {
            systemAttributes = [
                "AWSTraceHeader": MessageSystemAttributeValue(dataType: "String", stringValue: trace)
            ]
        }
    }
}

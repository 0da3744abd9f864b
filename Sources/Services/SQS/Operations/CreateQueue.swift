internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Makes a queue, or answers the one of that name if its attributes agree with those that are asked for.
    func createQueue(_ input: CreateQueueInput, _ call: Call) async throws -> CreateQueueOutput {
        let wanted = try QueueAttributes(creating: input.attributes ?? [:])
        try QueueName.check(input.queueName, isFIFO: wanted.isFIFO)
        try QueueTags.check(input.tags ?? [:])
        try await call.write { tx in try self.create(input, wanted, call, in: tx) }
        return CreateQueueOutput(
            queueUrl: QueueURL.text(endpoint: call.endpoint, account: call.account, name: input.queueName))
    }

    private func create(
        _ input: CreateQueueInput, _ wanted: QueueAttributes, _ call: Call, in tx: borrowing Transaction
    ) throws {
        let name = input.queueName
        if let existing = try Queues.named(name, in: call.scope, tx) {
            let names = Array((input.attributes ?? [:]).keys)
            if let attribute = existing.attributes.difference(from: wanted, naming: names) {
                throw QueueNameExists(
                    "A queue already exists with the same name and a different value for attribute \(attribute)"
                )
            }
            guard let tags = input.tags, !tags.isEmpty, try Tags.of(existing.arn, in: tx) != tags else {
                return
            }
            throw QueueNameExists("A queue already exists with the same name and different tags")
        }
        if let deletedAt = try DeletedQueues.deletedAt(name, in: call.scope, tx),
            call.now - deletedAt < Limit.deletionInterval
        {
            throw QueueDeletedRecently()
        }
        try DeletedQueues.removeAll(deletedBefore: call.now - Limit.deletionInterval, in: tx)
        let arn = call.scope.arn("sqs", name)
        try checkDeadLetters(wanted, of: arn, call, in: tx)
        let line = try Lines.insert(for: 0, at: call.now, in: tx)
        let id = try Queues.insert(name, line: line, attributes: wanted, at: call.now, in: call.scope, tx)
        try Lines.assign(line, to: id, in: tx)
        try Tags.set(input.tags ?? [:], on: arn, in: tx)
        forgetQueues(after: tx)
    }

    /// Checks that the dead-letter queue exists, is of the same kind and place, and takes this queue's
    /// letters.
    func checkDeadLetters(
        _ attributes: QueueAttributes, of source: ARN, _ call: Call, in tx: borrowing Transaction
    ) throws {
        guard let redrive = attributes.redrive else { return }
        func refusal(_ reason: String) -> InvalidParameterValue {
            InvalidParameterValue(
                """
                Value \(attributes.values["RedrivePolicy"] ?? "") for parameter RedrivePolicy is invalid. Reason: \
                \(reason)
                """)
        }
        let target = redrive.target
        guard target.region == source.region else {
            throw refusal("Dead-letter target must be in same region as the source.")
        }
        guard target.account == source.account else {
            throw refusal("Dead-letter target owner should be same as the source.")
        }
        guard target != source, let grave = try queue(of: target, in: tx) else {
            throw refusal("Dead letter target does not exist.")
        }
        guard grave.isFIFO == attributes.isFIFO else {
            throw refusal("Dead-letter queue must be same type of queue as the source.")
        }
        guard grave.attributes.redriveAllow?.allows(source) ?? true else {
            throw refusal(
                "Dead-letter target does not allow this queue as a source by its RedriveAllowPolicy.")
        }
    }
}

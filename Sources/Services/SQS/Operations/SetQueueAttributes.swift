internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Changes attributes of a queue: all that are named, or none. An empty text takes a policy away.
    func setQueueAttributes(_ input: SetQueueAttributesInput, _ call: Call) async throws -> Unit {
        let named = try await queue(at: input.queueUrl, call)
        guard !input.attributes.isEmpty else {
            throw MissingParameter("The request must contain the parameter Attribute.Name.")
        }
        try await call.write { tx in
            let queue = try self.current(named, in: tx)
            var attributes = queue.attributes
            try attributes.set(input.attributes)
            if input.attributes["RedrivePolicy"] != nil {
                try self.checkDeadLetters(attributes, of: queue.arn, call, in: tx)
            }
            try self.update(queue, attributes, call, in: tx)
        }
        return Unit()
    }

    /// Stores changed attributes and sees to what depends on them.
    func update(
        _ queue: Queue, _ attributes: QueueAttributes, _ call: Call, in tx: borrowing Transaction
    ) throws {
        try Queues.update(queue, attributes: attributes, at: call.now, in: tx)
        forgetQueues(after: tx)
        if attributes.retentionSeconds != queue.attributes.retentionSeconds {
            try scheduleExpiry(of: try current(queue, in: tx), in: tx)
        }
        // A shorter delay may make messages visible at once.
        if queue.isFIFO, attributes.delaySeconds != queue.attributes.delaySeconds {
            announce(.max, in: queue, tx)
        }
    }
}

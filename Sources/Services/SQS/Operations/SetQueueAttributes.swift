internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Changes attributes of a queue: all that are named, or none. An empty policy takes the old one away.
    func setQueueAttributes(_ input: SetQueueAttributesInput, _ call: Call) async throws -> Unit {
        let queue = try await queue(at: input.queueUrl, call)
        try await call.write { tx in
            let queue = try self.current(queue, in: tx)
            var attributes = queue.attributes
            try attributes.set(input.attributes)
            if input.attributes["RedrivePolicy"] != nil {
                try self.checkDeadLetters(attributes, of: queue.arn, call, in: tx)
            }
            try Queues.update(queue, attributes: attributes, at: call.now, in: tx)
            self.forgetQueues(after: tx)
        }
        return Unit()
    }
}

internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Empties a queue at once, whatever it holds: it moves to a new line, and the old one is swept away behind it.
    func purgeQueue(_ input: PurgeQueueInput, _ call: Call) async throws -> Unit {
        let queue = try await queue(at: input.queueUrl, call)
        try await call.write { tx in
            let queue = try self.current(queue, in: tx)
            if let last = queue.purgedAt, call.now - last < Limit.purgeInterval {
                throw PurgeQueueInProgress(
                    "Only one PurgeQueue operation on \(queue.name) is allowed every 60 seconds.")
            }
            let line = try Lines.insert(for: queue.id, at: call.now, in: tx)
            try self.abandonLine(of: queue, in: tx)
            try Queues.move(queue, to: line, purgedAt: call.now, in: tx)
            self.forgetQueues(after: tx)
        }
        return Unit()
    }
}

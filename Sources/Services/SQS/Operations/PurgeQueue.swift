internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Empties a queue at once, however much is in it: the queue gets a new line, the old one is swept away.
    func purgeQueue(_ input: PurgeQueueInput, _ call: Call) async throws -> Unit {
        let named = try await queue(at: input.queueUrl, call)
        try await call.write { tx in
            let queue = try self.current(named, in: tx)
            if let purgedAt = queue.purgedAt, call.now - purgedAt < Limit.purgeInterval {
                throw PurgeQueueInProgress(
                    "Only one PurgeQueue operation on \(queue.name) is allowed every 60 seconds.")
            }
            let sequence = try Lines.of(queue, in: tx)?.sequence ?? 0
            let line = try Lines.insert(for: queue.id, startingAt: sequence, at: call.now, in: tx)
            try Queues.move(queue, to: line, purgedAt: call.now, in: tx)
            try self.abandonLine(of: queue, in: tx)
            self.expiries.lower(queue)
            self.forgetQueues(after: tx)
        }
        return Unit()
    }
}

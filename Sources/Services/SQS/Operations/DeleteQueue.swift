internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Deletes a queue at once; what stood in it is swept away afterwards.
    func deleteQueue(_ input: DeleteQueueInput, _ call: Call) async throws -> Unit {
        let named = try await queue(at: input.queueUrl, call)
        try await call.write { tx in
            let queue = try self.current(named, in: tx)
            try Queues.remove(queue, in: tx)
            try DeletedQueues.insert(queue, at: call.now, in: tx)
            try self.abandonLine(of: queue, in: tx)
            try Tags.removeAll(of: queue.arn, in: tx)
            self.forgetQueues(after: tx)
            tx.afterCommit { self.arrivals.wake(queue, count: .max) }
        }
        return Unit()
    }
}

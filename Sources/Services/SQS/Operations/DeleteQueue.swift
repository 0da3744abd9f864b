internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Deletes a queue at once; its messages go piece by piece behind it. The name rests for sixty seconds.
    func deleteQueue(_ input: DeleteQueueInput, _ call: Call) async throws -> Unit {
        let queue = try await queue(at: input.queueUrl, call)
        try await call.write { tx in
            let queue = try self.current(queue, in: tx)
            try Queues.remove(queue, in: tx)
            try DeletedQueues.insert(queue, at: call.now, in: tx)
            try Tags.removeAll(of: queue.arn, in: tx)
            try self.abandonLine(of: queue, in: tx)
            self.forgetQueues(after: tx)
        }
        return Unit()
    }
}

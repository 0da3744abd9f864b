internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Takes the statement of that label from the queue's policy.
    func removePermission(_ input: RemovePermissionInput, _ call: Call) async throws -> Unit {
        let queue = try await queue(at: input.queueUrl, call)
        try await call.write { tx in
            let queue = try self.current(queue, in: tx)
            var attributes = queue.attributes
            let policy = try QueuePermission.policy(removing: input.label, from: attributes.policy)
            try attributes.set(["Policy": policy])
            try Queues.update(queue, attributes: attributes, at: call.now, in: tx)
            self.forgetQueues(after: tx)
        }
        return Unit()
    }
}

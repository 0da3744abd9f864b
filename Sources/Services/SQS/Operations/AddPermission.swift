internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Adds a statement to the queue's policy that lets accounts take actions.
    func addPermission(_ input: AddPermissionInput, _ call: Call) async throws -> Unit {
        let queue = try await queue(at: input.queueUrl, call)
        try QueuePermission.check(input)
        try await call.write { tx in
            let queue = try self.current(queue, in: tx)
            var attributes = queue.attributes
            let policy = try QueuePermission.policy(adding: input, to: attributes.policy, of: queue)
            try attributes.set(["Policy": policy])
            try Queues.update(queue, attributes: attributes, at: call.now, in: tx)
            self.forgetQueues(after: tx)
        }
        return Unit()
    }
}

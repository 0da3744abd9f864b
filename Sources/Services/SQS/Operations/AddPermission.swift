internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Adds a statement to a queue's policy that allows other accounts some actions.
    func addPermission(_ input: AddPermissionInput, _ call: Call) async throws -> Unit {
        let named = try await queue(at: input.queueUrl, call)
        let permission = try QueuePermission(checking: input)
        try await call.write { tx in
            let queue = try self.current(named, in: tx)
            var attributes = queue.attributes
            try attributes.set(["Policy": try permission.added(to: queue)])
            try self.update(queue, attributes, call, in: tx)
        }
        return Unit()
    }
}

internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    /// Takes the statement with a label out of a queue's policy; with its last statement the policy goes.
    func removePermission(_ input: RemovePermissionInput, _ call: Call) async throws -> Unit {
        let named = try await queue(at: input.queueUrl, call)
        try await call.write { tx in
            let queue = try self.current(named, in: tx)
            var attributes = queue.attributes
            try attributes.set(["Policy": try QueuePermission.removed(input.label, from: queue)])
            try self.update(queue, attributes, call, in: tx)
        }
        return Unit()
    }
}

internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Turns an update back at its next step.
    func cancelUpdateStack(_ input: CancelUpdateStackInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            var stack = try Stacks.living(input.stackName, call.scope, in: tx)
            guard stack.status == "UPDATE_IN_PROGRESS", var operation = stack.operation else {
                throw ValidationError("CancelUpdateStack cannot be called from current stack status")
            }
            operation.isCancelled = true
            operation.disableRollback = false
            operation.onFailure = "ROLLBACK"
            stack.operation = operation
            try Stacks.update(stack, in: tx)
        }
        return Unit()
    }
}

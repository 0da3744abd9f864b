internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Gives up a stack and its resources; a stack that is not there is not an error.
    func deleteStack(_ input: DeleteStackInput, _ call: Call) async throws -> Unit {
        try checkLoad()
        try await call.write { tx in
            guard var stack = try Stacks.find(input.stackName, call.scope, in: tx), stack.deletedAt == nil
            else { return }
            if stack.isProtected {
                throw ValidationError(
                    "Stack [\(stack.name)] cannot be deleted while TerminationProtection is enabled")
            }
            let retained = input.retainResources ?? []
            if !retained.isEmpty, stack.status != "DELETE_FAILED" {
                throw ValidationError(
                    "Invalid operation on stack [\(stack.arn)]. Only stacks in DELETE_FAILED state may specify resources to retain."
                )
            }
            if stack.isBusy { return try interrupt(&stack, in: tx) }
            for name in try Exports.names(of: stack.id, in: tx) {
                let users = try Exports.importers(of: name, stack.scope, in: tx)
                guard users.isEmpty else {
                    throw ValidationError(
                        "Delete canceled. Cannot delete export \(name) as it is in use by \(users.joined(separator: ", "))."
                    )
                }
            }
            var operation = operation(.delete, of: stack, token: input.clientRequestToken, call)
            operation.retained = retained
            operation.isForced = input.deletionMode == "FORCE_DELETE_STACK"
            if let role = input.roleARN, let id = stack.definition,
                let definition = try Definitions.of(id, in: tx)
            {
                var settings = definition.settings
                settings.role = role
                try Definitions.setSettings(settings, of: id, in: tx)
            }
            try begin(stack, operation, status: "DELETE_IN_PROGRESS", call, in: tx)
        }
        return Unit()
    }

    /// A stack that is still being made turns to deleting itself at its next step.
    private func interrupt(_ stack: inout StackRow, in tx: borrowing Transaction) throws {
        guard var operation = stack.operation, stack.status == "CREATE_IN_PROGRESS" else {
            if stack.status == "DELETE_IN_PROGRESS" { return }
            throw ValidationError("Stack [\(stack.arn)] cannot be deleted while in status \(stack.status)")
        }
        operation.isCancelled = true
        operation.disableRollback = false
        operation.onFailure = "DELETE"
        stack.operation = operation
        try Stacks.update(stack, in: tx)
    }
}

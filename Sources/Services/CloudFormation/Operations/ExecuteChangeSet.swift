internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Does what a change set says.
    func executeChangeSet(_ input: ExecuteChangeSetInput, _ call: Call) async throws -> ExecuteChangeSetOutput
    {
        try checkLoad()
        try await call.write { tx in
            let row = try Self.changeSet(input.changeSetName, of: input.stackName, call, in: tx)
            guard row.execution == "AVAILABLE", var stack = try Stacks.of(row.stack, in: tx),
                let id = row.definition,
                let definition = try Definitions.of(id, in: tx)
            else {
                throw InvalidChangeSetStatusException(
                    "ChangeSet [\(row.arn)] cannot be executed in its current status of [\(row.status)]")
            }
            var settings = definition.settings
            settings.disableRollback =
                input.disableRollback ?? (row.options["onStackFailure"]?.string == "DO_NOTHING")
            settings.retainExceptOnCreate = input.retainExceptOnCreate ?? false
            try Definitions.setSettings(settings, of: id, in: tx)
            let isNew = row.kind == "CREATE"
            if isNew {
                stack.definition = id
                stack.updatedAt = call.now
            } else {
                try Self.checkUpdatable(stack)
                stack.target = id
            }
            var operation = operation(
                isNew ? .create : .update, of: stack, token: input.clientRequestToken, call)
            operation.disableRollback = settings.disableRollback
            operation.onFailure = row.options["onStackFailure"]?.string ?? "ROLLBACK"
            try ChangeSets.removeAll(of: stack.id, except: id, in: tx)
            try begin(
                stack, operation, status: isNew ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS", call, in: tx)
        }
        return ExecuteChangeSetOutput()
    }
}

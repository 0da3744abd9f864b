internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// What a change set would do.
    func describeChangeSet(
        _ input: DescribeChangeSetInput, _ call: Call
    ) async throws -> DescribeChangeSetOutput {
        try await call.read { tx in
            let row = try Self.changeSet(input.changeSetName, of: input.stackName, call, in: tx)
            let stack = try Stacks.of(row.stack, in: tx)
            let definition = try Definitions.of(row.definition, in: tx)
            let settings = definition?.settings ?? Settings()
            var output = DescribeChangeSetOutput()
            output.changeSetName = row.name
            output.changeSetId = row.arn
            output.stackId = stack?.arn
            output.stackName = stack?.name
            output.description = row.description
            output.parameters = try definition.flatMap { try Self.shown($0) }
            output.creationTime = row.createdAt.timestamp
            output.executionStatus = row.execution
            output.status = row.status
            output.statusReason = row.reason
            output.notificationARNs = settings.notificationARNs
            output.rollbackConfiguration = RollbackConfiguration()
            output.capabilities = settings.capabilities
            output.tags =
                settings.tags.isEmpty
                ? nil : settings.tags.sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) }
            output.changes = (row.changes.array ?? []).map {
                ChangeList.shown($0, withValues: input.includePropertyValues ?? false)
            }
            output.includeNestedStacks = false
            output.onStackFailure = row.options["onStackFailure"]?.string
            return output
        }
    }

    /// A change set by its ARN, or by its name and its stack's.
    static func changeSet(
        _ name: String, of stackName: String?, _ call: Call, in tx: borrowing Transaction
    ) throws -> ChangeSetRow {
        if name.hasPrefix("arn:") {
            guard let row = try ChangeSets.find(arn: name, call.scope, in: tx) else {
                throw ChangeSetNotFoundException("ChangeSet [\(name)] does not exist")
            }
            return row
        }
        guard let stackName else {
            throw ValidationError("StackName must be specified if ChangeSetName is not specified as an ARN.")
        }
        let stack = try Stacks.living(stackName, call.scope, in: tx)
        guard let row = try ChangeSets.named(name, of: stack.id, in: tx) else {
            throw ChangeSetNotFoundException("ChangeSet [\(name)] does not exist")
        }
        return row
    }
}

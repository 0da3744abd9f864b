internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Brings a stack to another template or other parameters; what fails is brought back.
    func updateStack(_ input: UpdateStackInput, _ call: Call) async throws -> UpdateStackOutput {
        try Self.refuse(
            rollback: input.rollbackConfiguration,
            policy: [
                input.stackPolicyBody, input.stackPolicyURL, input.stackPolicyDuringUpdateBody,
                input.stackPolicyDuringUpdateURL,
            ], resourceTypes: input.resourceTypes)
        try checkLoad()
        let (row, previous, rows) = try await call.read { tx in
            let stack = try Stacks.living(input.stackName, call.scope, in: tx)
            return (stack, try Definitions.of(stack.definition, in: tx), try Resources.of(stack.id, in: tx))
        }
        if let token = input.clientRequestToken, row.operation?.token == token, row.operation?.kind == .update
        {
            return UpdateStackOutput(stackId: row.arn)
        }
        try Self.checkUpdatable(row)
        let submission = Submission(
            body: input.templateBody, url: input.templateURL,
            usesPreviousTemplate: input.usePreviousTemplate ?? false, parameters: input.parameters ?? [],
            capabilities: input.capabilities, tags: input.tags, role: input.roleARN,
            notificationARNs: input.notificationARNs)
        let (given, template) = try await submission.definition(previous: previous, types: types(), call)
        try Self.checkTypes(of: template, rows)
        var settings = given.settings
        settings.disableRollback = input.disableRollback ?? false
        settings.retainExceptOnCreate = input.retainExceptOnCreate ?? false
        try checkPlan(template, settings, arn: row.arn, name: row.name, call)
        let definition = Definition(template: given.template, processed: given.processed, settings: settings)
        if let previous, Self.isSame(previous, definition), !row.status.hasSuffix("FAILED") {
            throw ValidationError(Self.nothingToDo)
        }
        try await call.write { tx in
            var stack = try Stacks.living(row.arn, call.scope, in: tx)
            try Self.checkUpdatable(stack)
            stack.target = try Definitions.insert(definition, in: tx)
            var operation = operation(.update, of: stack, token: input.clientRequestToken, call)
            operation.disableRollback = definition.settings.disableRollback
            try ChangeSets.removeAll(of: stack.id, except: nil, in: tx)
            try begin(stack, operation, status: "UPDATE_IN_PROGRESS", call, in: tx)
        }
        return UpdateStackOutput(stackId: row.arn)
    }
}

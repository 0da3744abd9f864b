internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Makes a stack; the answer comes before its resources.
    ///
    /// The same token again answers the same stack.
    func createStack(_ input: CreateStackInput, _ call: Call) async throws -> CreateStackOutput {
        CreateStackOutput(stackId: try await make(input, parent: nil, call))
    }

    func make(_ input: CreateStackInput, parent: StackRow?, _ call: Call) async throws -> String {
        try Self.checkName(input.stackName)
        try Self.refuse(
            rollback: input.rollbackConfiguration, policy: [input.stackPolicyBody, input.stackPolicyURL],
            resourceTypes: input.resourceTypes)
        guard input.onFailure == nil || input.disableRollback == nil else {
            throw ValidationError("Either DisableRollback or OnFailure can be specified, not both.")
        }
        try checkLoad()
        let submission = Submission(
            body: input.templateBody, url: input.templateURL, parameters: input.parameters ?? [],
            capabilities: input.capabilities, tags: input.tags, role: input.roleARN,
            notificationARNs: input.notificationARNs)
        let (given, template) = try await submission.definition(previous: nil, types: types(), call)
        var settings = given.settings
        settings.timeoutMinutes = input.timeoutInMinutes
        settings.disableRollback = input.disableRollback ?? (input.onFailure == "DO_NOTHING")
        settings.retainExceptOnCreate = input.retainExceptOnCreate ?? false
        let definition = Definition(template: given.template, processed: given.processed, settings: settings)
        let arn = arn(ofStack: input.stackName, call)
        try checkPlan(template, settings, arn: arn, name: input.stackName, call)
        return try await call.write { tx in
            if let stack = try Stacks.find(input.stackName, call.scope, in: tx) {
                if let token = input.clientRequestToken, stack.operation?.token == token { return stack.arn }
                throw AlreadyExistsException("Stack [\(input.stackName)] already exists")
            }
            let id = try Stacks.insert(
                NewStack(
                    scope: call.scope, name: input.stackName, arn: arn, status: "CREATE_IN_PROGRESS",
                    description: template.description,
                    isProtected: input.enableTerminationProtection ?? false,
                    parent: parent?.arn, root: parent?.root ?? parent?.arn),
                at: call.now, in: tx)
            guard var stack = try Stacks.of(id, in: tx) else {
                throw CommonFailure.internalFailure(requestID: call.requestID)
            }
            stack.definition = try Definitions.insert(definition, in: tx)
            var operation = operation(
                .create, of: stack, token: input.clientRequestToken, timeoutMinutes: input.timeoutInMinutes,
                call)
            operation.disableRollback = definition.settings.disableRollback
            operation.onFailure = input.onFailure ?? "ROLLBACK"
            try begin(stack, operation, status: "CREATE_IN_PROGRESS", call, in: tx)
            return arn
        }
    }

    /// Finds mistakes that need the parameters, before anything is made.
    func checkPlan(
        _ template: Template, _ settings: Settings, arn: String, name: String, _ call: Call
    ) throws {
        let pseudo = PseudoParameters(
            account: call.account, region: call.region, stackID: arn, stackName: name,
            notificationARNs: settings.notificationARNs)
        _ = try Plan(template, parameters: settings.parameters, pseudo: pseudo)
    }
}

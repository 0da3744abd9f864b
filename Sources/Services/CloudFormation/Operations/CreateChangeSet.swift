internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Works out what a template would change, to be looked at and then executed, or not.
    func createChangeSet(_ input: CreateChangeSetInput, _ call: Call) async throws -> CreateChangeSetOutput {
        let kind = input.changeSetType ?? "UPDATE"
        if kind == "IMPORT" || input.resourcesToImport?.isEmpty == false {
            throw NotImplemented("IMPORT change sets")
        }
        if input.includeNestedStacks == true { throw NotImplemented("IncludeNestedStacks") }
        if input.importExistingResources == true { throw NotImplemented("ImportExistingResources") }
        if let mode = input.deploymentMode { throw NotImplemented("DeploymentMode \(mode)") }
        try Self.refuse(
            rollback: input.rollbackConfiguration, policy: [], resourceTypes: input.resourceTypes)
        let draft = try await draft(input, kind, call)
        return try await call.write { tx in
            var stack: StackRow
            if let known = try Stacks.find(draft.stackARN, call.scope, in: tx) {
                stack = known
            } else {
                stack = try review(draft, input.stackName, call, in: tx)
            }
            if try ChangeSets.named(input.changeSetName, of: stack.id, in: tx) != nil {
                throw AlreadyExistsException("ChangeSet \(input.changeSetName) already exists")
            }
            var settings = draft.definition.settings
            settings.changeSet = draft.arn
            let definition = Definition(
                template: draft.definition.template, processed: draft.definition.processed, settings: settings
            )
            let isEmpty = draft.isEmpty
            try ChangeSets.insert(
                ChangeSetRow(
                    scope: call.scope.id, stack: stack.id, name: input.changeSetName, arn: draft.arn,
                    kind: kind,
                    status: isEmpty ? "FAILED" : "CREATE_COMPLETE", reason: isEmpty ? Self.noChanges : nil,
                    execution: isEmpty ? "UNAVAILABLE" : "AVAILABLE", description: input.description,
                    definition: try Definitions.insert(definition, in: tx), changes: draft.changes,
                    options: ["onStackFailure": input.onStackFailure.map { .string($0) } ?? .null],
                    createdAt: call.now), in: tx)
            return CreateChangeSetOutput(id: draft.arn, stackId: stack.arn)
        }
    }

    static let noChanges =
        "The submitted information didn't contain changes. Submit different information to create a change set."

    /// A change set before it is stored.
    private struct Draft: Sendable {
        let arn: String
        let stackARN: String
        let definition: Definition
        let description: String?
        let changes: JSON
        let isEmpty: Bool
    }

    private func draft(_ input: CreateChangeSetInput, _ kind: String, _ call: Call) async throws -> Draft {
        let (known, previous, rows) = try await call.read { tx in
            let stack = try Stacks.find(input.stackName, call.scope, in: tx).flatMap {
                $0.deletedAt == nil ? $0 : nil
            }
            return (
                stack, try Definitions.of(stack?.definition, in: tx),
                try stack.map { try Resources.of($0.id, in: tx) } ?? []
            )
        }
        if kind == "CREATE" {
            if let known, known.status != "REVIEW_IN_PROGRESS" {
                throw ValidationError(
                    "Stack [\(known.name)] already exists and cannot be created again with the changeSet [\(input.changeSetName)]."
                )
            }
            if known == nil { try Self.checkName(input.stackName) }
        } else {
            guard let known else { throw ValidationError("Stack [\(input.stackName)] does not exist") }
            try Self.checkUpdatable(known)
        }
        let submission = Submission(
            body: input.templateBody, url: input.templateURL,
            usesPreviousTemplate: input.usePreviousTemplate ?? false, parameters: input.parameters ?? [],
            capabilities: input.capabilities, tags: input.tags, role: input.roleARN,
            notificationARNs: input.notificationARNs, isReviewed: true)
        let types = types()
        let (definition, template) = try await submission.definition(previous: previous, types: types, call)
        try Self.checkTypes(of: template, rows)
        let arn = known?.arn ?? arn(ofStack: input.stackName, call)
        let name = known?.name ?? input.stackName
        let pseudo = PseudoParameters(
            account: call.account, region: call.region, stackID: arn, stackName: name,
            notificationARNs: definition.settings.notificationARNs)
        let plan = try Plan(template, parameters: definition.settings.parameters, pseudo: pseudo)
        let exports = try await exports(plan, call)
        let changes = try ChangeList(
            plan: plan, rows: rows, types: types, exports: exports, old: previous, new: definition
        ).changes()
        let isEmpty =
            kind == "UPDATE" && changes.isEmpty && previous.map { Self.isSame($0, definition) } ?? false
        return Draft(
            arn: call.scope.arn("cloudformation", "changeSet/\(input.changeSetName)/\(call.makeID())")
                .description,
            stackARN: arn, definition: definition, description: template.description,
            changes: .array(changes),
            isEmpty: isEmpty)
    }

    /// The exports that the plan uses, as far as they exist.
    private func exports(_ plan: Plan, _ call: Call) async throws -> [String: String] {
        var evaluation = plan.evaluation
        evaluation.knowsLater = true
        for resource in plan.resources {
            while true {
                do {
                    _ = try evaluation.value(resource.properties)
                    break
                } catch let needed as Evaluation.ImportNeeded {
                    let value = try await call.read { tx in
                        try Exports.value(of: needed.name, call.scope.id, in: tx)
                    }
                    evaluation.imports[needed.name] = value ?? Evaluation.later
                } catch is ValidationError {
                    break
                }
            }
        }
        return evaluation.imports
    }

    /// A stack that is nothing but its change sets yet.
    private func review(
        _ draft: Draft, _ name: String, _ call: Call, in tx: borrowing Transaction
    ) throws -> StackRow {
        let id = try Stacks.insert(
            NewStack(
                scope: call.scope, name: name, arn: draft.stackARN, status: "REVIEW_IN_PROGRESS",
                description: draft.description), at: call.now, in: tx)
        guard let stack = try Stacks.of(id, in: tx) else {
            throw CommonFailure.internalFailure(requestID: call.requestID)
        }
        var job = Job(
            service: self, scope: call.scope, stack: stack,
            operation: operation(.create, of: stack, token: nil, call), definition: draft.definition,
            types: types(),
            principal: call.principal)
        try job.setStatus("REVIEW_IN_PROGRESS", reason: "User Initiated", in: tx)
        return job.stack
    }
}

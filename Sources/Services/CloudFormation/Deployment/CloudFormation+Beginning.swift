internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    static let nothingToDo = "No updates are to be performed."

    /// Refuses more operations at once than there may be.
    func checkLoad() throws {
        guard runners.count < Self.operationsMax else {
            throw CommonFailure("Throttling", "Rate exceeded")
        }
    }

    /// Names begin with a letter and hold letters, digits and hyphens.
    static func checkName(_ name: String) throws(ValidationError) {
        let bytes = Array(name.utf8)
        let isLetter = bytes.first.map { $0.isASCIIAlphanumeric && $0 > 0x39 } ?? false
        guard isLetter, bytes.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") }) else {
            throw ValidationError(
                "1 validation error detected: Value '\(name)' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
            )
        }
        guard bytes.count <= 128 else {
            throw ValidationError(
                "1 validation error detected: Value '\(name)' at 'stackName' failed to satisfy constraint: Member must have length less than or equal to 128"
            )
        }
    }

    /// What would have an effect that there is none of here.
    static func refuse(
        rollback: RollbackConfiguration?, policy: [String?], resourceTypes: [String]?
    ) throws(NotImplemented) {
        if rollback?.rollbackTriggers?.isEmpty == false { throw NotImplemented("RollbackTriggers") }
        if let minutes = rollback?.monitoringTimeInMinutes, minutes > 0 {
            throw NotImplemented("MonitoringTimeInMinutes")
        }
        if policy.contains(where: { $0 != nil }) { throw NotImplemented("StackPolicy") }
        if resourceTypes?.isEmpty == false { throw NotImplemented("ResourceTypes") }
    }

    func arn(ofStack name: String, _ call: Call) -> String {
        call.scope.arn("cloudformation", "stack/\(name)/\(call.makeID())").description
    }

    /// Begins an operation of a stack: what is to be done, and who it is done for.
    func begin(
        _ stack: StackRow, _ operation: StackOperation, status: String, reason: String? = "User Initiated",
        _ call: Call, in tx: borrowing Transaction
    ) throws {
        var stack = stack
        stack.isBusy = true
        if operation.kind != .create || stack.status == "REVIEW_IN_PROGRESS" { stack.updatedAt = call.now }
        let definition =
            try Definitions.of(stack.target ?? stack.definition, in: tx)
            ?? Definition(template: "", processed: "{}", settings: Settings())
        var job = Job(
            service: self, scope: call.scope, stack: stack, operation: operation, definition: definition,
            types: types(), principal: operation.principal)
        try job.setStatus(status, reason: reason, in: tx)
        let id = stack.id
        tx.afterCommit { run(id) }
    }

    /// The next operation of a stack, in the name of the caller.
    func operation(
        _ kind: StackOperation.Kind, of stack: StackRow, token: String?, timeoutMinutes: Int? = nil,
        _ call: Call
    ) -> StackOperation {
        var operation = StackOperation(
            number: (stack.operation?.number ?? 0) + 1, kind: kind,
            phase: kind == .delete ? .delete : .forward,
            principal: call.principal, endpoint: call.endpoint)
        operation.token = token
        operation.deadline = timeoutMinutes.map { call.now + .seconds($0 * 60) }
        return operation
    }

    /// Whether an update would change anything.
    static func isSame(_ old: Definition, _ new: Definition) -> Bool {
        guard let before = try? JSON(parsing: old.processed), let after = try? JSON(parsing: new.processed)
        else {
            return false
        }
        let sections = ["Resources", "Outputs", "Mappings", "Conditions"]
        return sections.allSatisfy { before[$0] ?? [:] == after[$0] ?? [:] }
            && old.settings.parameters == new.settings.parameters && old.settings.tags == new.settings.tags
            && old.settings.notificationARNs == new.settings.notificationARNs
    }

    /// Throws AWS's text when a stack in this status cannot be updated.
    static func checkUpdatable(_ stack: StackRow) throws(ValidationError) {
        let good: Set = [
            "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_FAILED",
            "CREATE_FAILED",
        ]
        guard good.contains(stack.status) else {
            throw ValidationError("Stack:\(stack.arn) is in \(stack.status) state and can not be updated.")
        }
    }

    /// A resource keeps its type for life.
    static func checkTypes(of template: Template, _ rows: [ResourceRow]) throws(ValidationError) {
        var types: [String: String] = [:]
        for row in rows where row.current != nil { types[row.name] = row.type }
        let changed = template.resources.filter { (types[$0.name] ?? $0.type) != $0.type }
            .map(\.name)
        guard changed.isEmpty else {
            throw ValidationError(
                "Update of resource type is not permitted. The new template modifies resource type of the following resources: [\(changed.joined(separator: ", "))]"
            )
        }
    }

    /// Makes a stack within another one; the same again answers the stack that is there.
    func createNested(_ input: JSON, parent: String, _ call: Call) async throws -> String {
        let scope = call.scope
        let outer = try await kernel.store.read { tx in try Stacks.find(parent, scope, in: tx) }
        let inner = Call(
            kernel: kernel, scope: scope, principal: call.principal, operation: "CreateStack",
            endpoint: call.endpoint,
            depth: call.depth + 1)
        guard inner.depth < Call.depthMax else { throw ValidationError("Stacks nest too deeply.") }
        guard let name = input["StackName"]?.string else { throw ValidationError("StackName is missing.") }
        var create = CreateStackInput(stackName: name)
        create.templateURL = input["TemplateURL"]?.scalarText
        create.parameters = (input["Parameters"]?.array ?? []).map {
            Parameter(parameterKey: $0["ParameterKey"]?.string, parameterValue: $0["ParameterValue"]?.string)
        }
        create.tags = (input["Tags"]?.array ?? []).map {
            Tag(key: $0["Key"]?.string ?? "", value: $0["Value"]?.string ?? "")
        }
        create.capabilities = input["Capabilities"]?.strings
        create.notificationARNs = input["NotificationARNs"]?.strings
        create.timeoutInMinutes = input["TimeoutInMinutes"]?.integer
        create.clientRequestToken = input["ClientRequestToken"]?.string
        return try await make(create, parent: outer, inner)
    }
}

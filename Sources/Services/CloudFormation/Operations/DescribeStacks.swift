internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Stacks on one page, when no name is given.
    static let stackPage = 20

    /// One stack, or the living ones of the account and region. A deleted stack is found by its ARN only.
    func describeStacks(_ input: DescribeStacksInput, _ call: Call) async throws -> DescribeStacksOutput {
        let question = "DescribeStacks/\(call.scope.id)"
        return try await call.read { tx in
            if let name = input.stackName {
                guard let row = try Stacks.find(name, call.scope, in: tx) else {
                    throw ValidationError("Stack with id \(name) does not exist")
                }
                return DescribeStacksOutput(stacks: [try Self.described(row, in: tx)])
            }
            let before = try PagePlace.number(input.nextToken, question) ?? .max
            var stacks: [Stack] = []
            var last = before
            while stacks.count < Self.stackPage {
                let rows = try Stacks.page(call.scope, before: last, limit: Self.stackPage, in: tx)
                for row in rows where stacks.count < Self.stackPage {
                    last = row.id
                    if row.deletedAt == nil { stacks.append(try Self.described(row, in: tx)) }
                }
                if rows.count < Self.stackPage { return DescribeStacksOutput(stacks: stacks) }
            }
            return DescribeStacksOutput(
                stacks: stacks, nextToken: PageToken.encode([String(last)], for: question))
        }
    }

    static func described(_ row: StackRow, in tx: borrowing Transaction) throws -> Stack {
        let isUpdating = row.status == "UPDATE_IN_PROGRESS"
        let definition = try Definitions.of(isUpdating ? row.target : row.definition, in: tx)
        let settings = definition?.settings ?? Settings()
        var stack = Stack(stackName: row.name, creationTime: row.createdAt.timestamp, stackStatus: row.status)
        stack.stackId = row.arn
        stack.changeSetId = settings.changeSet
        stack.description = row.description
        stack.parameters = try definition.flatMap { try shown($0) }
        stack.deletionTime = row.deletedAt?.timestamp
        stack.lastUpdatedTime = row.updatedAt?.timestamp
        stack.rollbackConfiguration = RollbackConfiguration()
        stack.stackStatusReason = row.reason
        stack.disableRollback = settings.disableRollback
        stack.notificationARNs = settings.notificationARNs
        stack.timeoutInMinutes = settings.timeoutMinutes
        stack.capabilities = settings.capabilities.isEmpty ? nil : settings.capabilities
        let outputs = row.outputs.array ?? []
        stack.outputs =
            outputs.isEmpty
            ? nil
            : outputs.map {
                Output(
                    outputKey: $0["OutputKey"]?.string, outputValue: $0["OutputValue"]?.string,
                    description: $0["Description"]?.string, exportName: $0["ExportName"]?.string)
            }
        stack.roleARN = settings.role
        stack.tags = settings.tags.sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) }
        stack.enableTerminationProtection = row.isProtected
        stack.parentId = row.parent
        stack.rootId = row.root
        stack.driftInformation = StackDriftInformation(stackDriftStatus: "NOT_CHECKED")
        if settings.retainExceptOnCreate { stack.retainExceptOnCreate = true }
        return stack
    }

    /// Parameters in the order of the template, secrets masked.
    static func shown(_ definition: Definition) throws -> [Parameter]? {
        let json = try JSON(parsing: definition.processed)
        let declared = json["Parameters"]?.object?.members ?? []
        guard !declared.isEmpty else { return nil }
        return declared.map { member in
            let isSecret = member.value["NoEcho"]?.scalarText?.lowercased() == "true"
            let value = definition.settings.parameters[member.name]
            return Parameter(
                parameterKey: member.name, parameterValue: isSecret ? ParameterValues.mask : value)
        }
    }
}

internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// The resources of a stack, or of the stack that a physical id belongs to; at most 100.
    func describeStackResources(
        _ input: DescribeStackResourcesInput, _ call: Call
    ) async throws -> DescribeStackResourcesOutput {
        guard input.stackName != nil || input.physicalResourceId != nil else {
            throw ValidationError("Either StackName or PhysicalResourceId must be specified.")
        }
        return try await call.read { tx in
            let stack = try Self.stack(input, call, in: tx)
            let rows = try Resources.of(stack.id, in: tx).filter { row in
                input.logicalResourceId.map { $0 == row.name } ?? true
            }
            if let name = input.logicalResourceId, rows.isEmpty {
                throw ValidationError("Resource \(name) does not exist for stack \(stack.name)")
            }
            return DescribeStackResourcesOutput(
                stackResources: rows.prefix(100).map { Self.described($0, of: stack) })
        }
    }

    private static func stack(
        _ input: DescribeStackResourcesInput, _ call: Call, in tx: borrowing Transaction
    ) throws -> StackRow {
        if let name = input.stackName {
            guard let stack = try Stacks.find(name, call.scope, in: tx) else {
                throw ValidationError("Stack with id \(name) does not exist")
            }
            return stack
        }
        let id = input.physicalResourceId ?? ""
        for owner in try Resources.stacks(physicalID: id, in: tx) {
            if let stack = try Stacks.of(owner, in: tx), stack.scope == call.scope.id, stack.deletedAt == nil
            {
                return stack
            }
        }
        throw ValidationError("Stack for \(id) does not exist")
    }

    private static func described(_ row: ResourceRow, of stack: StackRow) -> StackResource {
        var resource = StackResource(
            logicalResourceId: row.name, resourceType: row.type, timestamp: row.updatedAt.timestamp,
            resourceStatus: row.status)
        resource.stackName = stack.name
        resource.stackId = stack.arn
        resource.physicalResourceId = row.current?.physicalID
        resource.resourceStatusReason = row.reason
        resource.driftInformation = StackResourceDriftInformation(stackResourceDriftStatus: "NOT_CHECKED")
        return resource
    }
}

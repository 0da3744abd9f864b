internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// One resource of a stack, with its metadata.
    func describeStackResource(
        _ input: DescribeStackResourceInput, _ call: Call
    ) async throws -> DescribeStackResourceOutput {
        try await call.read { tx in
            guard let stack = try Stacks.find(input.stackName, call.scope, in: tx) else {
                throw ValidationError("Stack '\(input.stackName)' does not exist")
            }
            guard let row = try Resources.named(input.logicalResourceId, of: stack.id, in: tx) else {
                throw ValidationError(
                    "Resource \(input.logicalResourceId) does not exist for stack \(stack.name)")
            }
            var detail = StackResourceDetail(
                logicalResourceId: row.name, resourceType: row.type,
                lastUpdatedTimestamp: row.updatedAt.timestamp,
                resourceStatus: row.status)
            detail.stackName = stack.name
            detail.stackId = stack.arn
            detail.physicalResourceId = row.current?.physicalID
            detail.resourceStatusReason = row.reason
            if let definition = try Definitions.of(stack.definition, in: tx) {
                let declared = try JSON(parsing: definition.processed)["Resources"]?[row.name]
                detail.metadata = (declared?["Metadata"] ?? [:]).text
                detail.description = declared?["Description"]?.string
            }
            detail.driftInformation = StackResourceDriftInformation(stackResourceDriftStatus: "NOT_CHECKED")
            return DescribeStackResourceOutput(stackResourceDetail: detail)
        }
    }
}

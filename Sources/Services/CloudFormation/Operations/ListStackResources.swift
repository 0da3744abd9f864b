internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    static let resourcePage = 100

    /// The resources of a stack in short, in the order of their names.
    func listStackResources(
        _ input: ListStackResourcesInput, _ call: Call
    ) async throws -> ListStackResourcesOutput {
        try await call.read { tx in
            guard let stack = try Stacks.find(input.stackName, call.scope, in: tx) else {
                throw ValidationError("Stack with id \(input.stackName) does not exist")
            }
            let question = "ListStackResources/\(stack.id)"
            let after = try PagePlace.text(input.nextToken, question) ?? ""
            let rows = try Resources.of(stack.id, in: tx).filter { $0.name > after }
            let page = rows.prefix(Self.resourcePage)
            let token =
                rows.count > page.count ? page.last.map { PageToken.encode([$0.name], for: question) } : nil
            return ListStackResourcesOutput(stackResourceSummaries: page.map(Self.summary), nextToken: token)
        }
    }

    private static func summary(of row: ResourceRow) -> StackResourceSummary {
        var summary = StackResourceSummary(
            logicalResourceId: row.name, resourceType: row.type,
            lastUpdatedTimestamp: row.updatedAt.timestamp,
            resourceStatus: row.status)
        summary.physicalResourceId = row.current?.physicalID
        summary.resourceStatusReason = row.reason
        summary.driftInformation = StackResourceDriftInformationSummary(
            stackResourceDriftStatus: "NOT_CHECKED")
        return summary
    }
}

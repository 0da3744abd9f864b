internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    static let changeSetPage = 100

    /// The change sets of a stack that were not executed yet.
    func listChangeSets(_ input: ListChangeSetsInput, _ call: Call) async throws -> ListChangeSetsOutput {
        try await call.read { tx in
            let stack = try Stacks.living(input.stackName, call.scope, in: tx)
            let question = "ListChangeSets/\(stack.id)"
            let after = try PagePlace.text(input.nextToken, question) ?? ""
            let page = try ChangeSets.page(stack.id, after: after, limit: Self.changeSetPage, in: tx)
            let token =
                page.count == Self.changeSetPage
                ? page.last.map { PageToken.encode([$0.name], for: question) } : nil
            return ListChangeSetsOutput(
                summaries: page.map { Self.summary(of: $0, stack) }, nextToken: token)
        }
    }

    private static func summary(of row: ChangeSetRow, _ stack: StackRow) -> ChangeSetSummary {
        var summary = ChangeSetSummary()
        summary.stackId = stack.arn
        summary.stackName = stack.name
        summary.changeSetId = row.arn
        summary.changeSetName = row.name
        summary.executionStatus = row.execution
        summary.status = row.status
        summary.statusReason = row.reason
        summary.creationTime = row.createdAt.timestamp
        summary.description = row.description
        summary.includeNestedStacks = false
        return summary
    }
}

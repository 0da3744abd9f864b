internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Rows looked at for one page, so that a filter that nothing meets ends the page, not the server.
    static let listingMax = 1000

    /// Stacks in short, deleted ones too, newest first.
    func listStacks(_ input: ListStacksInput, _ call: Call) async throws -> ListStacksOutput {
        let filter = Set(input.stackStatusFilter ?? [])
        let question = "ListStacks/\(call.scope.id)/\(filter.sorted().joined(separator: ","))"
        return try await call.read { tx in
            var last = try PagePlace.number(input.nextToken, question) ?? .max
            var summaries: [StackSummary] = []
            for _ in 0..<(Self.listingMax / 100) {
                let rows = try Stacks.page(call.scope, before: last, limit: 100, in: tx)
                for row in rows where summaries.count < 100 {
                    last = row.id
                    if filter.isEmpty || filter.contains(row.status) {
                        summaries.append(Self.summary(of: row))
                    }
                }
                if rows.count < 100 { return ListStacksOutput(stackSummaries: summaries) }
                if summaries.count >= 100 { break }
            }
            return ListStacksOutput(
                stackSummaries: summaries, nextToken: PageToken.encode([String(last)], for: question))
        }
    }

    private static func summary(of row: StackRow) -> StackSummary {
        var summary = StackSummary(
            stackName: row.name, creationTime: row.createdAt.timestamp, stackStatus: row.status)
        summary.stackId = row.arn
        summary.templateDescription = row.description
        summary.lastUpdatedTime = row.updatedAt?.timestamp
        summary.deletionTime = row.deletedAt?.timestamp
        summary.stackStatusReason = row.reason
        summary.parentId = row.parent
        summary.rootId = row.root
        summary.driftInformation = StackDriftInformationSummary(stackDriftStatus: "NOT_CHECKED")
        return summary
    }
}

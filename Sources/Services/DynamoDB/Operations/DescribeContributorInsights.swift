internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Tells that nobody counts which items are asked for most: it cannot be switched on.
    func describeContributorInsights(
        _ input: DescribeContributorInsightsInput, _ call: Call
    ) async throws -> DescribeContributorInsightsOutput {
        try await call.read { tx in
            let table = try namedTable(input.tableName, call, in: tx)
            if let index = input.indexName { _ = try table.index(index) }
            return DescribeContributorInsightsOutput(
                tableName: table.name, indexName: input.indexName, contributorInsightsStatus: "DISABLED")
        }
    }
}

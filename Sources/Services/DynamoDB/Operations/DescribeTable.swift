internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Tells keys, indexes, capacity, and how many items the table has now.
    func describeTable(_ input: DescribeTableInput, _ call: Call) async throws -> DescribeTableOutput {
        try await call.read { tx in
            DescribeTableOutput(table: try namedTable(input.tableName, call, in: tx).described(in: tx))
        }
    }
}

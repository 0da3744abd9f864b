internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Names of a page.
    private static let pageMax = 100

    /// Lists the names of the account's tables in the region, in their order.
    func listTables(_ input: ListTablesInput, _ call: Call) async throws -> ListTablesOutput {
        let limit = input.limit ?? Self.pageMax
        let names = try await call.read { tx in
            try Tables.names(call.scope, after: input.exclusiveStartTableName ?? "", limit: limit + 1, in: tx)
        }
        let page = Array(names.prefix(limit))
        return ListTablesOutput(
            tableNames: page, lastEvaluatedTableName: names.count > limit ? page.last : nil)
    }
}

import ApusClient
import BrokerFunctions
import DynamoDBInterface
import Wire

/// The tables in DynamoDB.
struct AWSItems: Items {
    let client: DynamoDBClient<AWSTransport>

    func get(_ input: GetItemInput) async throws -> Item? { try await client.getItem(input, .standard).item }
    func batchGet(_ input: BatchGetItemInput) async throws -> BatchGetItemOutput {
        try await client.batchGetItem(input, .standard)
    }
    func query(_ input: QueryInput) async throws -> QueryOutput { try await client.query(input, .standard) }
    func put(_ input: PutItemInput) async throws { _ = try await client.putItem(input, .standard) }
    func batchWrite(_ input: BatchWriteItemInput) async throws -> BatchWriteItemOutput {
        try await client.batchWriteItem(input, .standard)
    }
    func update(_ input: UpdateItemInput) async throws -> Item {
        try await client.updateItem(input, .standard).attributes ?? [:]
    }

    /// The token makes the client's own repetition of a request harmless: it is one transaction.
    func transact(_ input: TransactWriteItemsInput) async throws {
        var input = input
        input.clientRequestToken = Machine.name()
        _ = try await client.transactWriteItems(input, .standard)
    }
}

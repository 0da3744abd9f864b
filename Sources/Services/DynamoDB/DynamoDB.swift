internal import DynamoDBInterface
public import Kernel
internal import Store
internal import Wire

/// Tables of items found by key, with secondary indexes, conditions, transactions and expiry.
struct DynamoDB: Service, DynamoDBInterface {
    typealias Call = Kernel.Call

    static let namespace = "dynamodb"
    static var migrations: [Migration] { Schema.migrations }
    static let shortOperations: Set<String> = [
        "DeleteItem", "GetItem", "PutItem", "TransactWriteItems", "UpdateItem",
    ]

    let kernel: Kernel
    /// What is known of tables, so that a request for an item reads only the item.
    let tables = TableCache()

    init(kernel: Kernel) {
        self.kernel = kernel
    }

    /// The endpoints' prefix, also the name under which timers are kept.
    static let name = "dynamodb"
}

extension ServiceDescriptor {
    /// Amazon DynamoDB.
    public static let dynamodb = ServiceDescriptor(DynamoDB.self)
}

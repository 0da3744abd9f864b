import ApusTesting
import DynamoDB
import Testing
import Wire

/// Runs a test against a server with DynamoDB alone.
func withDynamoDB(_ body: (TestApus) async throws -> Void) async throws {
    try await withApus([.dynamodb], body)
}

extension TestApus {
    /// A table with partition key `p` (S), sort key `s` (N), a global index `by-g` on (`g`, `s`) that carries all, one
    /// `by-k` on `g` that carries keys, and a local index `by-l` on `l` that carries `x`.
    func makeTable(_ name: String = "orders") async throws {
        try await invoke(
            "dynamodb:CreateTable",
            [
                "TableName": .string(name), "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [
                    ["AttributeName": "p", "AttributeType": "S"],
                    ["AttributeName": "s", "AttributeType": "N"],
                    ["AttributeName": "g", "AttributeType": "S"],
                    ["AttributeName": "l", "AttributeType": "S"],
                ],
                "KeySchema": [
                    ["AttributeName": "p", "KeyType": "HASH"], ["AttributeName": "s", "KeyType": "RANGE"],
                ],
                "GlobalSecondaryIndexes": [
                    [
                        "IndexName": "by-g",
                        "KeySchema": [
                            ["AttributeName": "g", "KeyType": "HASH"],
                            ["AttributeName": "s", "KeyType": "RANGE"],
                        ],
                        "Projection": ["ProjectionType": "ALL"],
                    ],
                    [
                        "IndexName": "by-k", "KeySchema": [["AttributeName": "g", "KeyType": "HASH"]],
                        "Projection": ["ProjectionType": "KEYS_ONLY"],
                    ],
                ],
                "LocalSecondaryIndexes": [
                    [
                        "IndexName": "by-l",
                        "KeySchema": [
                            ["AttributeName": "p", "KeyType": "HASH"],
                            ["AttributeName": "l", "KeyType": "RANGE"],
                        ],
                        "Projection": ["ProjectionType": "INCLUDE", "NonKeyAttributes": ["x"]],
                    ]
                ],
            ])
    }

    /// A table with partition key `p` alone.
    func makeSimpleTable(_ name: String = "simple") async throws {
        try await invoke(
            "dynamodb:CreateTable",
            [
                "TableName": .string(name), "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [["AttributeName": "p", "AttributeType": "S"]],
                "KeySchema": [["AttributeName": "p", "KeyType": "HASH"]],
            ])
    }

    func put(_ item: JSON, into table: String = "orders") async throws {
        try await invoke("dynamodb:PutItem", ["TableName": .string(table), "Item": item])
    }

    func get(_ key: JSON, from table: String = "orders") async throws -> JSON? {
        try await invoke("dynamodb:GetItem", ["TableName": .string(table), "Key": key])["Item"]
    }

    /// The values of an attribute in the order of an answer's items.
    func query(_ input: JSON, telling attribute: String = "s") async throws -> [String] {
        let answer = try await invoke("dynamodb:Query", input)
        return (answer["Items"]?.array ?? []).compactMap {
            $0[attribute]?["N"]?.string ?? $0[attribute]?["S"]?.string
        }
    }

    /// Expects the sort keys of the items that a query finds.
    func expectQuery(
        _ input: JSON, _ expected: [String], at location: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await query(input)
        #expect(found == expected, sourceLocation: location)
    }

    func expectRefusal(
        _ action: String, _ input: JSON, _ message: String, code: String = "ValidationException",
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let failure = try await failure(action, input)
        #expect(failure?.code == code, sourceLocation: location)
        #expect(failure?.message == message, sourceLocation: location)
    }
}

/// `{"p": …, "s": …}` and more.
func item(_ p: String, _ s: Int, _ more: KeyValuePairs<String, JSON> = [:]) -> JSON {
    var object: JSONObject = ["p": ["S": .string(p)], "s": ["N": .string(String(s))]]
    for (name, value) in more { object[name] = value }
    return .object(object)
}

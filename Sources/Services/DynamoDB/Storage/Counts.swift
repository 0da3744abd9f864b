internal import Store

/// The rows of `dynamodb_count`: how many items, and how many bytes. Access path: by (kind, owner).
enum Counts {
    enum Owner {
        case table(Int64)
        case index(Int64)

        var kind: Int { if case .table = self { 0 } else { 1 } }
        var id: Int64 {
            switch self {
            case .table(let id), .index(let id): id
            }
        }
    }

    struct Count: RowDecodable {
        static let columns: StaticString = "items, bytes"
        var items = 0
        var bytes = 0

        init() {}

        init(row: borrowing Row) throws(StoreError) {
            items = try row[0]
            bytes = try row[1]
        }
    }

    static func insert(_ owner: Owner, in tx: borrowing Transaction) throws {
        try tx.run(
            "INSERT INTO dynamodb_count (kind, owner, items, bytes) VALUES (\(owner.kind), \(owner.id), 0, 0)"
        )
    }

    static func add(items: Int, bytes: Int, to owner: Owner, in tx: borrowing Transaction) throws {
        guard items != 0 || bytes != 0 else { return }
        try tx.run(
            """
            UPDATE dynamodb_count SET items = items + \(items), bytes = bytes + \(bytes)
            WHERE kind = \(owner.kind) AND owner = \(owner.id)
            """)
    }

    static func of(_ owner: Owner, in tx: borrowing Transaction) throws -> Count {
        try tx.first(
            """
            SELECT \(raw: Count.columns) FROM dynamodb_count
            WHERE kind = \(owner.kind) AND owner = \(owner.id)
            """
        )
            ?? Count()
    }

    static func remove(_ owner: Owner, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM dynamodb_count WHERE kind = \(owner.kind) AND owner = \(owner.id)")
    }
}

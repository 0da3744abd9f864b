internal import EventBridgeInterface
internal import Kernel
internal import Store

extension StoredBus: RowDecodable {
    static let columns: StaticString = """
        id, name, arn, description, policy, rules, created_at, modified_at, log_detail, log_level
        """

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        name = try row[1]
        arn = try row[2]
        description = try row[3]
        policy = try row[4]
        ruleCount = try row[5]
        createdAt = try row[6]
        modifiedAt = try row[7]
        logDetail = try row[8]
        logLevel = try row[9]
    }
}

/// The rows of `events_bus`. Access paths: by id; by arn, unique; by (scope, name), unique, for listing.
enum Buses {
    static func insert(
        _ reference: BusReference, scope: Scope, description: String?, at now: Instant,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO events_bus (scope, name, arn, description, rules, created_at, modified_at)
            VALUES (\(scope.id), \(reference.name), \(reference.arn.description), \(description), 0, \(now),
                \(now))
            """)
    }

    static func named(_ arn: String, in tx: borrowing Transaction) throws -> StoredBus? {
        try tx.first("SELECT \(raw: StoredBus.columns) FROM events_bus WHERE arn = \(arn)")
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredBus? {
        try tx.first("SELECT \(raw: StoredBus.columns) FROM events_bus WHERE id = \(id)")
    }

    /// Buses of a scope whose names begin with `prefix`, in the order of their names.
    static func listed(
        _ scope: Scope, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredBus] {
        try tx.all(
            """
            SELECT \(raw: StoredBus.columns) FROM events_bus
            WHERE scope = \(scope.id) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func update(
        _ id: Int64, description: String?, at now: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            "UPDATE events_bus SET description = \(description), modified_at = \(now) WHERE id = \(id)")
    }

    /// Says what the bus is to log, and in which detail.
    static func update(
        _ id: Int64, logLevel: String?, logDetail: String?, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            "UPDATE events_bus SET log_level = \(logLevel), log_detail = \(logDetail) WHERE id = \(id)")
    }

    static func update(_ id: Int64, policy: String?, at now: Instant, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE events_bus SET policy = \(policy), modified_at = \(now) WHERE id = \(id)")
    }

    static func count(rules: Int, of id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE events_bus SET rules = rules + \(rules) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM events_bus WHERE id = \(id)")
    }
}

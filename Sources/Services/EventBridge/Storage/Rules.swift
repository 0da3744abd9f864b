internal import Kernel
internal import Store

extension StoredRule: RowDecodable {
    static let columns: StaticString =
        """
        id, bus, name, arn, pattern, schedule, state, description, role, created_by, created_at, managed_by
        """

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        bus = try row[1]
        name = try row[2]
        arn = try row[3]
        pattern = try row[4]
        schedule = try row[5]
        state = try row[6]
        description = try row[7]
        role = try row[8]
        createdBy = try row[9]
        createdAt = try row[10]
        managedBy = try row[11]
    }
}

/// The rows of `events_rule`. Access paths: by id; by (bus, name), unique, for listing and compiling.
enum Rules {
    static func insert(_ new: StoredRule, in tx: borrowing Transaction) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO events_rule
                (bus, name, arn, pattern, schedule, state, description, role, created_by, created_at,
                 managed_by)
            VALUES (\(new.bus), \(new.name), \(new.arn), \(new.pattern), \(new.schedule), \(new.state),
                \(new.description), \(new.role), \(new.createdBy), \(new.createdAt),
                \(new.managedBy))
            """)
    }

    static func update(_ changed: StoredRule, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE events_rule SET pattern = \(changed.pattern), schedule = \(changed.schedule),
                state = \(changed.state), description = \(changed.description), role = \(changed.role)
            WHERE id = \(changed.id)
            """)
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredRule? {
        try tx.first("SELECT \(raw: StoredRule.columns) FROM events_rule WHERE id = \(id)")
    }

    static func named(_ name: String, bus: Int64, in tx: borrowing Transaction) throws -> StoredRule? {
        try tx.first(
            "SELECT \(raw: StoredRule.columns) FROM events_rule WHERE bus = \(bus) AND name = \(name)")
    }

    /// Rules of a bus whose names begin with `prefix`, in the order of their names.
    static func listed(
        bus: Int64, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredRule] {
        try tx.all(
            """
            SELECT \(raw: StoredRule.columns) FROM events_rule
            WHERE bus = \(bus) AND name > \(name) AND name >= \(prefix) AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    /// The rules of a bus that events can match. A bus has at most `StoredBus.rulesMax` of them.
    static func matching(bus: Int64, in tx: borrowing Transaction) throws -> [StoredRule] {
        try tx.all(
            """
            SELECT \(raw: StoredRule.columns) FROM events_rule
            WHERE bus = \(bus) AND pattern IS NOT NULL AND state <> \(StoredRule.disabled)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM events_rule WHERE id = \(id)")
    }
}

internal import Kernel
internal import Store

extension StoredArchive: RowDecodable {
    static let columns: StaticString = """
        id, bus, name, arn, source, description, pattern, retention_days, event_count, size_bytes, created_at,
        has_rule
        """

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        bus = try row[1]
        name = try row[2]
        arn = try row[3]
        source = try row[4]
        description = try row[5]
        pattern = try row[6]
        retentionDays = try row[7]
        eventCount = try row[8]
        sizeBytes = try row[9]
        createdAt = try row[10]
        hasRule = try row[11]
    }
}

/// The rows of `events_archive`. Access paths: by id; by (scope, name), unique, and (scope, source, name),
/// for listing; by bus.
enum Archives {
    static func insert(_ new: StoredArchive, _ scope: Scope, in tx: borrowing Transaction) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO events_archive (scope, bus, name, arn, source, description, pattern, retention_days,
                event_count, size_bytes, created_at, has_rule)
            VALUES (\(scope.id), \(new.bus), \(new.name), \(new.arn), \(new.source), \(new.description),
                \(new.pattern), \(new.retentionDays), 0, 0, \(new.createdAt),
                \(new.hasRule))
            """)
    }

    static func named(
        _ name: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredArchive? {
        try tx.first(
            """
            SELECT \(raw: StoredArchive.columns) FROM events_archive
            WHERE scope = \(scope.id) AND name = \(name)
            """)
    }

    /// Nil for an archive that is being removed.
    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredArchive? {
        try tx.first(
            "SELECT \(raw: StoredArchive.columns) FROM events_archive WHERE id = \(id) AND scope <> 0")
    }

    static func of(bus: Int64, in tx: borrowing Transaction) throws -> [StoredArchive] {
        try tx.all(
            "SELECT \(raw: StoredArchive.columns) FROM events_archive WHERE bus = \(bus) ORDER BY id")
    }

    static func listed(
        _ scope: Scope, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredArchive] {
        try tx.all(
            """
            SELECT \(raw: StoredArchive.columns) FROM events_archive
            WHERE scope = \(scope.id) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func listed(
        _ scope: Scope, source: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredArchive] {
        try tx.all(
            """
            SELECT \(raw: StoredArchive.columns) FROM events_archive
            WHERE scope = \(scope.id) AND source = \(source) AND name > \(name)
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func update(_ changed: StoredArchive, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE events_archive SET description = \(changed.description), pattern = \(changed.pattern),
                retention_days = \(changed.retentionDays)
            WHERE id = \(changed.id)
            """)
    }

    static func count(
        events: Int, bytes: Int, of id: Int64, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE events_archive SET event_count = event_count + \(events),
                size_bytes = size_bytes + \(bytes)
            WHERE id = \(id)
            """)
    }

    /// Frees the name at once; the row stays until the last event is removed, so that its id is not given to
    /// another archive.
    static func retire(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE events_archive SET scope = 0, bus = 0, name = \("\(id)") WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM events_archive WHERE id = \(id)")
    }
}

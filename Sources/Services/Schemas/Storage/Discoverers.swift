internal import Kernel
internal import Store

extension StoredDiscoverer: RowDecodable {
    static let columns: StaticString = "id, name, source, description, takes_others, state"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        name = try row[1]
        source = try row[2]
        description = try row[3]
        takesOthers = try row[4]
        state = try row[5]
    }
}

/// The rows of `schemas_discoverer`. Access paths: by id; by (scope, name), unique.
enum Discoverers {
    static func insert(
        _ new: StoredDiscoverer, _ scope: Scope, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO schemas_discoverer (scope, name, source, description, takes_others, state)
            VALUES (\(scope.id), \(new.name), \(new.source), \(new.description), \(new.takesOthers),
                \(new.state))
            """)
    }

    static func update(_ changed: StoredDiscoverer, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE schemas_discoverer SET description = \(changed.description),
                takes_others = \(changed.takesOthers), state = \(changed.state)
            WHERE id = \(changed.id)
            """)
    }

    static func named(
        _ name: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredDiscoverer? {
        try tx.first(
            """
            SELECT \(raw: StoredDiscoverer.columns) FROM schemas_discoverer
            WHERE scope = \(scope.id) AND name = \(name)
            """)
    }

    /// Discoverers whose names begin with `prefix`, in the order of their names.
    static func listed(
        prefix: String, after name: String, limit: Int, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> [StoredDiscoverer] {
        try tx.all(
            """
            SELECT \(raw: StoredDiscoverer.columns) FROM schemas_discoverer
            WHERE scope = \(scope.id) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM schemas_discoverer WHERE id = \(id)")
    }
}

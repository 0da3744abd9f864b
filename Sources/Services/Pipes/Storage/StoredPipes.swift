internal import Kernel
internal import PipesInterface
internal import Store
internal import Wire

extension StoredPipe: RowDecodable {
    static let columns: StaticString =
        "id, scope, name, desired, state, reason, created_at, modified_at, definition"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        scope = try row[1]
        name = try row[2]
        desired = try row[3]
        state = try row[4]
        reason = try row[5]
        createdAt = try row[6]
        modifiedAt = try row[7]
        let text: String = try row[8]
        do {
            definition = try PipeDefinition(text)
        } catch {
            throw StoreError.column(index: 8, expected: "a pipe", found: "other text")
        }
    }
}

/// The rows of `pipes_pipe`. Access paths: by id; by (scope, name), unique.
enum StoredPipes {
    static func insert(_ new: StoredPipe, in tx: borrowing Transaction) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO pipes_pipe
                (scope, name, desired, state, reason, created_at, modified_at, definition)
            VALUES (\(new.scope), \(new.name), \(new.desired), \(new.state), \(new.reason),
                \(new.createdAt), \(new.modifiedAt), \(new.definition.text))
            """)
    }

    static func update(_ changed: StoredPipe, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE pipes_pipe SET desired = \(changed.desired), state = \(changed.state),
                reason = \(changed.reason), modified_at = \(changed.modifiedAt),
                definition = \(changed.definition.text)
            WHERE id = \(changed.id)
            """)
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredPipe? {
        try tx.first("SELECT \(raw: StoredPipe.columns) FROM pipes_pipe WHERE id = \(id)")
    }

    static func named(_ name: String, _ scope: Scope, in tx: borrowing Transaction) throws -> StoredPipe? {
        try tx.first(
            "SELECT \(raw: StoredPipe.columns) FROM pipes_pipe WHERE scope = \(scope.id) AND name = \(name)")
    }

    /// Pipes whose names begin with `prefix`, in the order of their names.
    static func listed(
        prefix: String, after name: String, limit: Int, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> [StoredPipe] {
        try tx.all(
            """
            SELECT \(raw: StoredPipe.columns) FROM pipes_pipe
            WHERE scope = \(scope.id) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    /// Those of all accounts and regions, for the start of the server.
    static func after(_ id: Int64, limit: Int, in tx: borrowing Transaction) throws -> [StoredPipe] {
        try tx.all(
            "SELECT \(raw: StoredPipe.columns) FROM pipes_pipe WHERE id > \(id) ORDER BY id LIMIT \(limit)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM pipes_pipe WHERE id = \(id)")
    }
}

internal import Kernel
internal import Store
internal import Wire

extension StoredConnection: RowDecodable {
    static let columns: StaticString = """
        id, name, arn, description, type, parameters, secret_arn, created_at, modified_at, state, reason,
        authorized_at, token, token_ends_at, revision
        """

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        name = try row[1]
        arn = try row[2]
        description = try row[3]
        type = try row[4]
        let text: String = try row[5]
        do {
            parameters = try JSON(parsing: text)
        } catch {
            throw StoreError.column(index: 5, expected: "JSON", found: "other text")
        }
        secretARN = try row[6]
        createdAt = try row[7]
        modifiedAt = try row[8]
        let state: String = try row[9]
        guard let state = State(rawValue: state) else {
            throw StoreError.column(index: 9, expected: "a state", found: state)
        }
        self.state = state
        reason = try row[10]
        authorizedAt = try row[11]
        let header: String? = try row[12]
        let end: Instant? = try row[13]
        token = header.map { AccessToken(header: $0, expiresAt: end) }
        revision = try row[14]
    }
}

/// The rows of `events_connection`. Access paths: by id; by arn, unique; by (scope, name), unique, for
/// listing; by (state, id) for those that wait to be authorized.
enum Connections {
    static func insert(_ new: StoredConnection, _ scope: Scope, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            INSERT INTO events_connection
                (scope, name, arn, description, type, parameters, secret_arn, created_at, modified_at, state,
                authorized_at)
            VALUES (\(scope.id), \(new.name), \(new.arn), \(new.description), \(new.type),
                \(new.parameters.text), \(new.secretARN), \(new.createdAt), \(new.modifiedAt),
                \(new.state.rawValue), \(new.authorizedAt))
            """)
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredConnection? {
        try tx.first("SELECT \(raw: StoredConnection.columns) FROM events_connection WHERE id = \(id)")
    }

    /// Those that wait for a token, in the order of their making.
    static func authorizing(limit: Int, in tx: borrowing Transaction) throws -> [StoredConnection] {
        try tx.all(
            """
            SELECT \(raw: StoredConnection.columns) FROM events_connection
            WHERE state = \(StoredConnection.State.authorizing.rawValue) ORDER BY id LIMIT \(limit)
            """)
    }

    /// The connection as it is now; nil when it was changed or deleted meanwhile.
    static func unchanged(
        _ connection: StoredConnection, in tx: borrowing Transaction
    ) throws -> StoredConnection? {
        let found = try with(id: connection.id, in: tx)
        return found?.revision == connection.revision ? found : nil
    }

    /// Keeps a token, unless the connection has changed since it was asked for.
    static func authorize(
        _ connection: StoredConnection, _ token: AccessToken, at now: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE events_connection SET state = \(StoredConnection.State.authorized.rawValue),
                reason = NULL, authorized_at = \(now), token = \(token.header),
                token_ends_at = \(token.expiresAt)
            WHERE id = \(connection.id) AND revision = \(connection.revision)
            """)
    }

    static func deauthorize(
        _ connection: StoredConnection, _ reason: String, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE events_connection SET state = \(StoredConnection.State.deauthorized.rawValue),
                reason = \(String(reason.prefix(StoredConnection.reasonMax))), token = NULL,
                token_ends_at = NULL
            WHERE id = \(connection.id) AND revision = \(connection.revision)
            """)
    }

    static func forget(
        _ token: AccessToken, of connection: StoredConnection, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE events_connection SET token = NULL, token_ends_at = NULL
            WHERE id = \(connection.id) AND token = \(token.header)
            """)
    }

    static func named(
        _ name: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> StoredConnection? {
        try tx.first(
            """
            SELECT \(raw: StoredConnection.columns) FROM events_connection
            WHERE scope = \(scope.id) AND name = \(name)
            """)
    }

    static func with(arn: String, in tx: borrowing Transaction) throws -> StoredConnection? {
        try tx.first("SELECT \(raw: StoredConnection.columns) FROM events_connection WHERE arn = \(arn)")
    }

    static func listed(
        _ scope: Scope, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredConnection] {
        try tx.all(
            """
            SELECT \(raw: StoredConnection.columns) FROM events_connection
            WHERE scope = \(scope.id) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func listed(
        _ scope: Scope, with filter: (prefix: String, state: String), after name: String, limit: Int,
        in tx: borrowing Transaction
    ) throws -> [StoredConnection] {
        try tx.all(
            """
            SELECT \(raw: StoredConnection.columns) FROM events_connection
            WHERE scope = \(scope.id) AND name > \(name) AND name >= \(filter.prefix)
                AND name < \(filter.prefix + "\u{10FFFF}") AND state = \(filter.state)
            ORDER BY name LIMIT \(limit)
            """)
    }

    /// Keeps what was changed; a token that was got before is not used any more.
    static func update(_ changed: StoredConnection, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE events_connection SET description = \(changed.description), type = \(changed.type),
                parameters = \(changed.parameters.text), modified_at = \(changed.modifiedAt),
                state = \(changed.state.rawValue), reason = \(changed.reason),
                authorized_at = \(changed.authorizedAt), token = NULL, token_ends_at = NULL,
                revision = revision + 1
            WHERE id = \(changed.id)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM events_connection WHERE id = \(id)")
    }
}

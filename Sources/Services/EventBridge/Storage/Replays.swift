internal import Kernel
internal import Store
internal import Wire

extension StoredReplay: RowDecodable {
    static let columns: StaticString = """
        id, scope, name, arn, archive, archive_arn, description, destination, rules, from_at, to_at, \
        place_at, place_id, state, reason, last_replayed_at, started_at, ended_at
        """

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        scope = try row[1]
        name = try row[2]
        arn = try row[3]
        archive = try row[4]
        archiveARN = try row[5]
        description = try row[6]
        destination = try row[7]
        let rules: String = try row[8]
        self.rules = rules.split(separator: "\n").map(String.init)
        from = try row[9]
        to = try row[10]
        place = ArchivePlace(at: try row[11], id: try row[12])
        state = try row[13]
        reason = try row[14]
        lastReplayedAt = try row[15]
        startedAt = try row[16]
        endedAt = try row[17]
    }
}

extension StoredReplay.State: SQLReadable {}

/// The rows of `events_replay`. Access paths: by id; by (scope, name), unique, (scope, state, name) and
/// (scope, archive_arn, name), for listing.
enum Replays {
    static func insert(_ new: StoredReplay, in tx: borrowing Transaction) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO events_replay (scope, name, arn, archive, archive_arn, description, destination,
                rules, from_at, to_at, place_at, place_id, state, started_at)
            VALUES (\(new.scope), \(new.name), \(new.arn), \(new.archive), \(new.archiveARN),
                \(new.description), \(new.destination), \(new.rules.joined(separator: "\n")), \(new.from),
                \(new.to), \(new.place.at), \(new.place.id), \(new.state), \(new.startedAt))
            """)
    }

    static func named(_ name: String, _ scope: Scope, in tx: borrowing Transaction) throws -> StoredReplay? {
        try tx.first(
            """
            SELECT \(raw: StoredReplay.columns) FROM events_replay
            WHERE scope = \(scope.id) AND name = \(name)
            """)
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredReplay? {
        try tx.first("SELECT \(raw: StoredReplay.columns) FROM events_replay WHERE id = \(id)")
    }

    static func update(_ changed: StoredReplay, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE events_replay SET place_at = \(changed.place.at), place_id = \(changed.place.id),
                state = \(changed.state), reason = \(changed.reason),
                last_replayed_at = \(changed.lastReplayedAt), ended_at = \(changed.endedAt)
            WHERE id = \(changed.id)
            """)
    }

    static func listed(
        _ scope: Scope, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredReplay] {
        try tx.all(
            """
            SELECT \(raw: StoredReplay.columns) FROM events_replay
            WHERE scope = \(scope.id) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func listed(
        _ scope: Scope, archive arn: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredReplay] {
        try tx.all(
            """
            SELECT \(raw: StoredReplay.columns) FROM events_replay
            WHERE scope = \(scope.id) AND archive_arn = \(arn) AND name > \(name)
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func listed(
        _ scope: Scope, state: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredReplay] {
        try tx.all(
            """
            SELECT \(raw: StoredReplay.columns) FROM events_replay
            WHERE scope = \(scope.id) AND state = \(state) AND name > \(name)
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM events_replay WHERE id = \(id)")
    }
}

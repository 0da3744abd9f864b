internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

extension StoredSchedule: RowDecodable {
    static let columns: StaticString =
        "id, group_id, name, state, token, created_at, modified_at, definition"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        group = try row[1]
        name = try row[2]
        state = try row[3]
        token = try row[4]
        createdAt = try row[5]
        modifiedAt = try row[6]
        let text: String = try row[7]
        do {
            definition = try ScheduleDefinition(text)
        } catch {
            throw StoreError.column(index: 7, expected: "a schedule", found: "other text")
        }
    }
}

/// The rows of `scheduler_schedule`. Access paths: by id; by (group_id, name), unique; by (scope, name,
/// group_id) for listings of all groups.
enum Schedules {
    static func insert(
        _ new: StoredSchedule, _ scope: Scope, in tx: borrowing Transaction
    ) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO scheduler_schedule
                (scope, group_id, name, state, token, created_at, modified_at, definition)
            VALUES (\(scope.id), \(new.group), \(new.name), \(new.state), \(new.token), \(new.createdAt),
                \(new.modifiedAt), \(new.definition.text))
            """)
    }

    static func update(_ changed: StoredSchedule, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE scheduler_schedule SET state = \(changed.state), modified_at = \(changed.modifiedAt),
                definition = \(changed.definition.text)
            WHERE id = \(changed.id)
            """)
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredSchedule? {
        try tx.first("SELECT \(raw: StoredSchedule.columns) FROM scheduler_schedule WHERE id = \(id)")
    }

    static func named(
        _ name: String, group: Int64, in tx: borrowing Transaction
    ) throws -> StoredSchedule? {
        try tx.first(
            """
            SELECT \(raw: StoredSchedule.columns) FROM scheduler_schedule
            WHERE group_id = \(group) AND name = \(name)
            """)
    }

    /// Schedules of a group whose names begin with `prefix`, in the order of their names.
    static func listed(
        group: Int64, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredSchedule] {
        try tx.all(
            """
            SELECT \(raw: StoredSchedule.columns) FROM scheduler_schedule
            WHERE group_id = \(group) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    /// The same of all groups, in the order of name and group, after the one of a name and a group.
    static func listed(
        _ scope: Scope, prefix: String, after name: String, group: Int64, limit: Int,
        in tx: borrowing Transaction
    ) throws -> [StoredSchedule] {
        let first = max(name, prefix)
        return try tx.all(
            """
            SELECT \(raw: StoredSchedule.columns) FROM scheduler_schedule
            WHERE scope = \(scope.id) AND name >= \(first) AND name < \(prefix + "\u{10FFFF}")
                AND (name > \(name) OR group_id > \(group))
            ORDER BY name, group_id LIMIT \(limit)
            """)
    }

    static func ids(group: Int64, limit: Int, in tx: borrowing Transaction) throws -> [Int64] {
        try tx.values(
            "SELECT id FROM scheduler_schedule WHERE group_id = \(group) LIMIT \(limit)", as: Int64.self)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM scheduler_schedule WHERE id = \(id)")
    }
}

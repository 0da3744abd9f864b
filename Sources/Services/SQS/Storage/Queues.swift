internal import Kernel
internal import Store
internal import Wire

/// The rows of `sqs_queue`. Access paths: by id; by (scope, name), which is unique; by (dead_letter, name).
enum Queues {
    struct StoredQueue: RowDecodable {
        static let columns: StaticString =
            "id, name, line, created_at, modified_at, purged_at, attributes"

        let id: Int64
        let name: String
        let line: Int64
        let times: (created: Instant, modified: Instant, purged: Instant?)
        let attributes: String

        init(row: borrowing Row) throws(StoreError) {
            id = try row.value(0)
            name = try row.value(1)
            line = try row.value(2)
            times = (try row.value(3), try row.value(4), try row.value(5))
            attributes = try row.value(6)
        }

        func queue(in scope: Scope) throws -> Queue {
            var values: [String: String] = [:]
            for member in try JSON(parsing: attributes).object?.members ?? [] {
                values[member.name] = member.value.string
            }
            return Queue(
                id: id, scope: scope, name: name, line: line, times: times,
                attributes: try QueueAttributes(stored: values))
        }
    }

    private static func text(_ attributes: QueueAttributes) -> String {
        var object = JSONObject()
        for (name, value) in attributes.values.sorted(by: { $0.key < $1.key }) {
            object[name] = .string(value)
        }
        return JSON.object(object).text
    }

    static func named(_ name: String, in scope: Scope, _ tx: borrowing Transaction) throws -> Queue? {
        try tx.first(
            """
            SELECT \(raw: StoredQueue.columns) FROM sqs_queue WHERE scope = \(scope.id) AND name = \(name)
            """, as: StoredQueue.self)?.queue(in: scope)
    }

    static func scope(of id: Int64, in tx: borrowing Transaction) throws -> Int64? {
        try tx.value("SELECT scope FROM sqs_queue WHERE id = \(id)")
    }

    static func with(id: Int64, in scope: Scope, _ tx: borrowing Transaction) throws -> Queue? {
        try tx.first(
            "SELECT \(raw: StoredQueue.columns) FROM sqs_queue WHERE id = \(id)", as: StoredQueue.self)?
            .queue(in: scope)
    }

    static func insert(
        _ name: String, line: Int64, attributes: QueueAttributes, at now: Instant, in scope: Scope,
        _ tx: borrowing Transaction
    ) throws -> Int64 {
        let id = try Numbers.next("queue", in: tx)
        try tx.run(
            """
            INSERT INTO sqs_queue (id, scope, name, line, created_at, modified_at, attributes, dead_letter)
            VALUES (\(id), \(scope.id), \(name), \(line), \(now), \(now), \(text(attributes)),
                \(attributes.redrive?.target.description))
            """)
        return id
    }

    static func update(
        _ queue: Queue, attributes: QueueAttributes, at now: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE sqs_queue SET attributes = \(text(attributes)), modified_at = \(now),
                dead_letter = \(attributes.redrive?.target.description)
            WHERE id = \(queue.id)
            """)
    }

    static func move(_ queue: Queue, to line: Int64, purgedAt now: Instant, in tx: borrowing Transaction)
        throws
    {
        try tx.run("UPDATE sqs_queue SET line = \(line), purged_at = \(now) WHERE id = \(queue.id)")
    }

    static func remove(_ queue: Queue, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sqs_queue WHERE id = \(queue.id)")
    }

    /// The names of a scope's queues from `start` on, in order, that begin with `prefix`.
    static func names(
        withPrefix prefix: String, after start: String?, limit: Int, in scope: Scope,
        _ tx: borrowing Transaction
    ) throws -> [String] {
        // Names are ASCII, so everything with the prefix lies between it and its successor.
        try tx.values(
            """
            SELECT name FROM sqs_queue
            WHERE scope = \(scope.id) AND name >= \(prefix) AND name < \(prefix + "\u{7F}") AND name > \(start ?? "")
            ORDER BY name LIMIT \(limit)
            """)
    }

    /// The names of the queues that send their dead letters to `target`. They are of its scope.
    static func sources(
        ofDeadLettersTo target: ARN, after start: String?, limit: Int, in tx: borrowing Transaction
    ) throws -> [String] {
        try tx.values(
            """
            SELECT name FROM sqs_queue WHERE dead_letter = \(target.description) AND name > \(start ?? "")
            ORDER BY name LIMIT \(limit)
            """)
    }
}

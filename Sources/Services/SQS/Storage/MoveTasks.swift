internal import Kernel
internal import Store

/// An order to move the messages of a dead-letter queue elsewhere.
struct MoveTask: RowDecodable, Sendable {
    enum Status: String, SQLReadable {
        case running = "RUNNING"
        case completed = "COMPLETED"
        case cancelled = "CANCELLED"
        case failed = "FAILED"
    }

    static let columns: StaticString =
        "id, queue, handle, source, destination, rate, status, moved, to_move, failure, started_at"

    let id: Int64
    let queue: Int64
    let handle: String
    let source: String
    let destination: String?
    /// Messages a second.
    let rate: Int?
    var status: Status
    var moved: Int
    let toMove: Int
    var failure: String?
    let startedAt: Instant

    init(row: borrowing Row) throws(StoreError) {
        id = try row.value(0)
        queue = try row.value(1)
        handle = try row.value(2)
        source = try row.value(3)
        destination = try row.value(4)
        rate = try row.value(5)
        status = try row.value(6)
        moved = try row.value(7)
        toMove = try row.value(8)
        failure = try row.value(9)
        startedAt = try row.value(10)
    }
}

/// The rows of `sqs_move_task`. Access paths: by id; by handle; by (queue, id).
enum MoveTasks {
    static func insert(
        _ handle: String, of queue: Queue, to destination: String?, rate: Int?, toMove: Int, at now: Instant,
        in tx: borrowing Transaction
    ) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO sqs_move_task (queue, handle, source, destination, rate, status, moved, to_move, started_at)
            VALUES (\(queue.id), \(handle), \(queue.arn.description), \(destination), \(rate),
                \(MoveTask.Status.running), 0, \(toMove), \(now))
            """)
    }

    static func find(_ id: Int64, in tx: borrowing Transaction) throws -> MoveTask? {
        try tx.first("SELECT \(raw: MoveTask.columns) FROM sqs_move_task WHERE id = \(id)")
    }

    static func find(handle: String, in tx: borrowing Transaction) throws -> MoveTask? {
        try tx.first("SELECT \(raw: MoveTask.columns) FROM sqs_move_task WHERE handle = \(handle)")
    }

    /// The tasks of a queue, the latest first.
    static func of(_ queue: Queue, limit: Int, in tx: borrowing Transaction) throws -> [MoveTask] {
        try tx.all(
            """
            SELECT \(raw: MoveTask.columns) FROM sqs_move_task WHERE queue = \(queue.id) ORDER BY id DESC LIMIT \(limit)
            """)
    }

    static func update(_ task: MoveTask, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE sqs_move_task SET status = \(task.status), moved = \(task.moved), failure = \(task.failure)
            WHERE id = \(task.id)
            """)
    }

    /// Forgets the tasks of a queue that nobody can list any more.
    static func removeOld(of queue: Queue, keeping count: Int, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            DELETE FROM sqs_move_task WHERE id IN
                (SELECT id FROM sqs_move_task WHERE queue = \(queue.id) ORDER BY id DESC LIMIT 100 OFFSET \(count))
            """)
    }
}

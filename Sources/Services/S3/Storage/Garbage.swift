internal import Kernel
internal import Store

/// A blob that no row names any more.
struct GarbageRow: RowDecodable, Sendable {
    static let columns: StaticString = "id, blob, due_at"

    let id: Int64
    let blob: BlobID
    let dueAt: Instant

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        blob = BlobID(name: try row[1])
        dueAt = try row[2]
    }
}

/// The rows of `s3_garbage`. Access path: by the time they are due.
enum Garbage {
    /// How long a blob outlives its row, for readers that have begun.
    static let grace: Duration = .seconds(3600)
    private static let minute: Int64 = 60_000

    static func add(_ blob: String?, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        guard let blob else { return }
        let due = call.now + grace
        try tx.run("INSERT INTO s3_garbage (blob, due_at) VALUES (\(blob), \(due))")
        // One timer a minute, so that many deletions cost few timers.
        let minute = due.milliseconds / minute + 1
        try call.schedule(
            "s3", at: Instant(milliseconds: minute * Self.minute), key: "garbage:\(minute)", in: tx)
    }

    static func due(at now: Instant, limit: Int, in tx: borrowing Transaction) throws -> [GarbageRow] {
        try tx.all(
            """
            SELECT \(raw: GarbageRow.columns) FROM s3_garbage WHERE due_at <= \(now)
            ORDER BY due_at, id LIMIT \(limit)
            """)
    }

    static func remove(_ rows: [GarbageRow], in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM s3_garbage WHERE id IN (\(list: rows.map(\.id)))")
    }
}

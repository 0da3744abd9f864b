internal import Kernel
internal import Store

/// What remains to be done for a topic: a publication to copy to the subscriptions after `place` up to
/// `last`, or, without a publication, subscriptions to remove.
struct FanOutRow: Sendable {
    let id: Int64
    let topic: Int64
    let arn: String
    let place: Int64
    let last: Int64
    let publication: String?
}

extension FanOutRow: RowDecodable {
    static let columns: StaticString = "id, topic, arn, place, last, publication"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        topic = try row[1]
        arn = try row[2]
        place = try row[3]
        last = try row[4]
        publication = try row[5]
    }
}

/// The rows of `sns_fanout`. Access paths: by id, in whose order they are worked off; by topic.
enum FanOuts {
    /// Answers the number of the row.
    @discardableResult
    static func insert(
        _ topic: StoredTopic, last: Int64, publication: String?, in tx: borrowing Transaction
    ) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO sns_fanout (topic, arn, place, last, publication)
            VALUES (\(topic.id), \(topic.arn), 0, \(last), \(publication))
            """)
    }

    static func first(_ count: Int, in tx: borrowing Transaction) throws -> [FanOutRow] {
        try tx.all("SELECT \(raw: FanOutRow.columns) FROM sns_fanout ORDER BY id LIMIT \(count)")
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> FanOutRow? {
        try tx.first("SELECT \(raw: FanOutRow.columns) FROM sns_fanout WHERE id = \(id)")
    }

    static func isWaiting(topic: Int64, in tx: borrowing Transaction) throws -> Bool {
        try tx.value("SELECT id FROM sns_fanout WHERE topic = \(topic) LIMIT 1", as: Int64.self) != nil
    }

    static func advance(_ id: Int64, to place: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE sns_fanout SET place = \(place) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sns_fanout WHERE id = \(id)")
    }
}

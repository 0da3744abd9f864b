internal import Kernel
internal import Store

/// The rows of `sns_topic`. Access paths: by id; by arn, unique; by (scope, name), for listing.
enum Topics {
    static func insert(
        _ arn: ARN, _ scope: Scope, attributes: [String: String], in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO sns_topic
                (scope, name, arn, version, attributes, confirmed, pending, deleted, sequence)
            VALUES (\(scope.id), \(arn.resource), \(arn.description), 1, \(AttributeText.encode(attributes)),
                0, 0, 0, 0)
            """)
    }

    static func named(_ arn: String, in tx: borrowing Transaction) throws -> StoredTopic? {
        try tx.first("SELECT \(raw: StoredTopic.columns) FROM sns_topic WHERE arn = \(arn)")
    }

    static func with(id: Int64, in tx: borrowing Transaction) throws -> StoredTopic? {
        try tx.first("SELECT \(raw: StoredTopic.columns) FROM sns_topic WHERE id = \(id) AND scope <> 0")
    }

    /// The version that tells whether a topic in memory is still the stored one; nil when it is gone.
    static func version(of id: Int64, in tx: borrowing Transaction) throws -> Int64? {
        try tx.value("SELECT version FROM sns_topic WHERE id = \(id) AND scope <> 0", as: Int64.self)
    }

    static func listed(
        _ scope: Scope, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredTopic] {
        try tx.all(
            """
            SELECT \(raw: StoredTopic.columns) FROM sns_topic
            WHERE scope = \(scope.id) AND name > \(name) ORDER BY name LIMIT \(limit)
            """)
    }

    static func update(
        _ id: Int64, attributes: [String: String], in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE sns_topic SET attributes = \(AttributeText.encode(attributes)), version = version + 1
            WHERE id = \(id)
            """)
    }

    /// Counts subscriptions that came, went or changed their state; memory of the topic is stale from then
    /// on.
    static func count(
        _ id: Int64, confirmed: Int = 0, pending: Int = 0, deleted: Int = 0, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE sns_topic SET version = version + 1, confirmed = confirmed + \(confirmed),
                pending = pending + \(pending), deleted = deleted + \(deleted)
            WHERE id = \(id)
            """)
    }

    /// Draws the next sequence number of a FIFO topic.
    static func nextSequence(_ id: Int64, in tx: borrowing Transaction) throws -> Int64 {
        try tx.value(
            "UPDATE sns_topic SET sequence = sequence + 1 WHERE id = \(id) RETURNING sequence", as: Int64.self
        ) ?? 0
    }

    /// The number of the latest message of a FIFO topic.
    static func sequence(_ id: Int64, in tx: borrowing Transaction) throws -> Int64 {
        try tx.value("SELECT sequence FROM sns_topic WHERE id = \(id)", as: Int64.self) ?? 0
    }

    /// Frees the name at once; the row stays until the last subscription is removed, so that its id is not
    /// given to another topic.
    static func retire(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run(
            """
            UPDATE sns_topic SET scope = 0, arn = \("retired:\(id)"), name = \("\(id)"), version = version + 1
            WHERE id = \(id)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM sns_topic WHERE id = \(id)")
    }
}

extension StoredTopic: RowDecodable {
    static let columns: StaticString =
        "id, scope, name, arn, version, attributes, confirmed, pending, deleted"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        scope = try row[1]
        name = try row[2]
        arn = try row[3]
        version = try row[4]
        attributes = AttributeText.decode(try row.text(5))
        confirmedCount = try row[6]
        pendingCount = try row[7]
        deletedCount = try row[8]
    }
}

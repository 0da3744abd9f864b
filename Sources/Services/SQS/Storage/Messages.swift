internal import Kernel
internal import Store

/// A message as it is stored.
struct StoredMessage: RowDecodable {
    static let columns: StaticString =
        "id, message_id, sent_at, sender, group_id, group_name, deduplication_id, source, trace, attributes, body"

    let key: MessageKey
    let id: String
    let sentAt: Instant
    let sender: String
    let group: Int64?
    let groupName: String?
    let deduplicationID: String?
    /// The queue from which it came as a dead letter.
    let source: String?
    let trace: String?
    let attributes: [UInt8]?
    let body: String

    init(row: borrowing Row) throws(StoreError) {
        key = try row.value(0)
        id = try row.value(1)
        sentAt = try row.value(2)
        sender = try row.value(3)
        group = try row.value(4)
        groupName = try row.value(5)
        deduplicationID = try row.value(6)
        source = try row.value(7)
        trace = try row.value(8)
        attributes = try row.value(9)
        body = try row.value(10)
    }
}

/// The rows of `sqs_message`. Access paths: by key; by (group_id, key).
enum Messages {
    /// Under which key and identifier a message is stored, and when.
    struct Entry {
        let key: MessageKey
        let id: String
        let at: Instant
    }

    static func insert(
        _ message: NewMessage, as entry: Entry, group: Int64? = nil, in tx: borrowing Transaction
    ) throws(StoreError) {
        if message.isPlain, group == nil {
            return try insertPlain(message.body, from: message.sender, as: entry, in: tx)
        }
        try tx.run(
            """
            INSERT INTO sqs_message
                (id, message_id, sent_at, sender, group_id, group_name, deduplication_id, trace, attributes, body)
            VALUES (\(entry.key), \(entry.id), \(entry.at), \(message.sender), \(group), \(message.group),
                \(message.deduplicationID), \(message.trace),
                \(message.attributes.isEmpty ? nil : message.attributes.bytes), \(message.body))
            """)
    }

    /// The same for a message that is nothing but a body: fewer values, which is what
    /// most of the time goes into.
    static func insertPlain(
        _ body: String, from sender: String, as entry: Entry, in tx: borrowing Transaction
    ) throws(StoreError) {
        try tx.run(plainInsertion) { values in
            values.bind(entry.key.value)
            values.bind(entry.id)
            values.bind(entry.at.milliseconds)
            values.bind(sender)
            values.bind(body)
        }
    }

    private static let plainInsertion = SQLTemplate(
        "INSERT INTO sqs_message (id, message_id, sent_at, sender, body) VALUES (?, ?, ?, ?, ?)")

    static func find(_ key: MessageKey, in tx: borrowing Transaction) throws -> StoredMessage? {
        try tx.first("SELECT \(raw: StoredMessage.columns) FROM sqs_message WHERE id = \(key)")
    }

    /// The messages of a lane behind `key`, in order.
    static func after(
        _ key: MessageKey, in lane: ClosedRange<MessageKey>, limit: Int, _ tx: borrowing Transaction
    ) throws -> [StoredMessage] {
        try tx.all(
            """
            SELECT \(raw: StoredMessage.columns) FROM sqs_message
            WHERE id > \(key) AND id <= \(lane.upperBound) ORDER BY id LIMIT \(limit)
            """)
    }

    /// The messages of a group from `key` on, in order.
    static func ofGroup(
        _ group: Int64, from key: MessageKey, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredMessage] {
        try tx.all(
            """
            SELECT \(raw: StoredMessage.columns) FROM sqs_message
            WHERE group_id = \(group) AND id >= \(key) ORDER BY id LIMIT \(limit)
            """)
    }

    /// The first message of a group, by key and time.
    static func head(ofGroup group: Int64, in tx: borrowing Transaction) throws -> Head? {
        try tx.first(
            "SELECT \(raw: Head.columns) FROM sqs_message WHERE group_id = \(group) ORDER BY id LIMIT 1")
    }

    /// The first message in a range of keys.
    static func head(in range: ClosedRange<MessageKey>, _ tx: borrowing Transaction) throws -> Head? {
        try tx.first(
            """
            SELECT \(raw: Head.columns) FROM sqs_message
            WHERE id >= \(range.lowerBound) AND id <= \(range.upperBound) ORDER BY id LIMIT 1
            """)
    }

    /// The first messages in a range of keys.
    static func heads(
        in range: ClosedRange<MessageKey>, limit: Int, _ tx: borrowing Transaction
    ) throws -> [Head] {
        try tx.all(
            """
            SELECT \(raw: Head.columns) FROM sqs_message
            WHERE id >= \(range.lowerBound) AND id <= \(range.upperBound) ORDER BY id LIMIT \(limit)
            """)
    }

    struct Head: RowDecodable {
        static let columns: StaticString = "id, sent_at, group_id"

        let key: MessageKey
        let sentAt: Instant
        let group: Int64?

        init(row: borrowing Row) throws(StoreError) {
            key = try row.value(0)
            sentAt = try row.value(1)
            group = try row.value(2)
        }
    }

    /// Removes the rows that are there and answers how many there were.
    static func remove(_ keys: [MessageKey], in tx: borrowing Transaction) throws -> Int {
        try tx.changing("DELETE FROM sqs_message WHERE id IN (\(list: keys))")
    }

    static func remove(_ key: MessageKey, in tx: borrowing Transaction) throws -> Bool {
        try tx.changing("DELETE FROM sqs_message WHERE id = \(key)") > 0
    }
}

extension Messages {
    static func id(of key: MessageKey, in tx: borrowing Transaction) throws -> String? {
        try tx.value("SELECT message_id FROM sqs_message WHERE id = \(key)")
    }

    /// The message group to which a message of a FIFO queue belongs.
    static func group(of key: MessageKey, in tx: borrowing Transaction) throws -> Int64? {
        try tx.value("SELECT group_id FROM sqs_message WHERE id = \(key)")
    }

    /// Notes the queue from which a dead letter came.
    static func setSource(_ source: String, of key: MessageKey, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE sqs_message SET source = \(source) WHERE id = \(key)")
    }
}

internal import DynamoDBExpressions
internal import Kernel
internal import Store

/// A stream of a table's changes: one shard that is open for as long as the stream is.
struct ChangeStream: Sendable, RowDecodable {
    /// What a record tells of the item besides its key.
    enum View: String, SQLReadable, Sendable {
        case keysOnly = "KEYS_ONLY"
        case newImage = "NEW_IMAGE"
        case oldImage = "OLD_IMAGE"
        case bothImages = "NEW_AND_OLD_IMAGES"

        var hasNew: Bool { self == .newImage || self == .bothImages }
        var hasOld: Bool { self == .oldImage || self == .bothImages }
    }

    /// How long records are kept, and how long a stream that has been closed can be read.
    static let retention: Duration = .seconds(86_400)

    static let columns: StaticString = """
        id, table_name, label, view, key_schema, created_at, closed_at, before_first, trimmed_to, last_closed
        """

    let id: Int64
    let tableName: String
    /// The moment at which it was opened; with the table's name it identifies the stream.
    let label: String
    let view: View
    /// The key schema of the table as JSON.
    let keySchema: String
    let createdAt: Instant
    let closedAt: Instant?
    /// The number of the record before the first that can be in the stream.
    let beforeFirst: Int64
    /// The last record that was removed for its age.
    let trimmedTo: Int64
    /// The last record of a closed stream.
    let lastClosed: Int64?

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        tableName = try row[1]
        label = try row[2]
        view = try row[3]
        keySchema = try row[4]
        createdAt = try row[5]
        closedAt = try row[6]
        beforeFirst = try row[7]
        trimmedTo = try row[8]
        lastClosed = try row[9]
    }

    func arn(in scope: Scope) -> String {
        scope.arn(DynamoDB.name, "table/\(tableName)/stream/\(label)").description
    }

    var shard: String {
        let digits = String(createdAt.milliseconds)
        let zeros = String(repeating: "0", count: max(0, 20 - digits.count))
        return "shardId-\(zeros)\(digits)-\(Digest.hex(Digest.md5("\(id)".utf8)).prefix(8))"
    }
}

/// Numbers of records as the API spells them: increasing, and with a fixed number of digits.
enum SequenceNumber {
    private static let digitsMax = 20

    static func text(_ number: Int64) -> String {
        let digits = String(number)
        return "1" + String(repeating: "0", count: digitsMax - digits.count) + digits
    }

    static func parse(_ text: String) -> Int64? {
        guard text.utf8.count == digitsMax + 1, text.hasPrefix("1") else { return nil }
        return Int64(text.dropFirst())
    }
}

/// A type read from a row; it lists its columns once and reads them in that order.
///
/// ```swift
/// struct Message: RowDecodable {
///     static let columns: StaticString = "id, body"
///     init(row: borrowing Row) throws(StoreError) {
///         id = try row[0]
///         body = try row[1]
///     }
/// }
/// let messages: [Message] = try transaction.all("SELECT \(raw: Message.columns) FROM sqs_message WHERE …")
/// ```
public protocol RowDecodable {
    /// The columns in the order in which ``init(row:)`` reads them.
    static var columns: StaticString { get }
    /// Reads one row.
    init(row: borrowing Row) throws(StoreError)
}

/// One value as the database keeps it: the five storage classes and nothing else.
///
/// A quantity keeps its unit in the column's name (`sent_at` is milliseconds since 1970), not here.
public enum SQLValue: Sendable, Equatable {
    /// No value.
    case null
    /// A 64-bit signed integer.
    case integer(Int64)
    /// A double. Not-a-number is stored as null, as SQLite has no other way to keep it.
    case real(Double)
    /// Text in UTF-8; zero bytes inside are kept.
    case text(String)
    /// Bytes as they are.
    case blob([UInt8])

    /// The bytes the value adds to a batch, for its soft bound.
    var byteCount: Int {
        switch self {
        case .null: 1
        case .integer, .real: 8
        case .text(let text): text.utf8.count
        case .blob(let bytes): bytes.count
        }
    }
}

internal import CSQLite

/// One column of the row at hand; valid while the row is, and read by ``SQLReadable/init(column:)``.
public struct SQLColumn: ~Copyable {
    // SAFETY: the statement outlives the column: both exist only inside the call that steps the statement,
    // and neither can be copied out of it.
    private let statement: OpaquePointer
    private let index: Int32

    @usableFromInline
    init(_ statement: OpaquePointer, _ index: Int) {
        self.statement = statement
        self.index = Int32(truncatingIfNeeded: index)
    }

    private var kind: Int32 { sqlite3_column_type(statement, index) }

    /// Whether the column holds no value.
    public var isNull: Bool { kind == SQLITE_NULL }

    /// The integer in the column.
    public func integer() throws(StoreError) -> Int64 {
        guard kind == SQLITE_INTEGER else { throw mismatch("integer") }
        return sqlite3_column_int64(statement, index)
    }

    /// The number in the column, integer or real, as a double.
    public func real() throws(StoreError) -> Double {
        let kind = kind
        guard kind == SQLITE_FLOAT || kind == SQLITE_INTEGER else { throw mismatch("real") }
        return sqlite3_column_double(statement, index)
    }

    /// The text in the column.
    public func text() throws(StoreError) -> String {
        guard kind == SQLITE_TEXT else { throw mismatch("text") }
        return String(decoding: storedBytes(), as: UTF8.self)
    }

    /// A copy of the blob in the column.
    public func blob() throws(StoreError) -> [UInt8] {
        guard kind == SQLITE_BLOB else { throw mismatch("blob") }
        return Array(storedBytes())
    }

    /// Lends the bytes of a text or blob without copying them.
    public func withBytes<T>(_ body: (RawSpan) throws -> T) throws -> T {
        let kind = kind
        guard kind == SQLITE_BLOB || kind == SQLITE_TEXT else { throw mismatch("text or blob") }
        return try body(storedBytes().span.bytes)
    }

    /// Whatever the column holds.
    @usableFromInline
    func any() -> SQLValue {
        switch kind {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, index))
        case SQLITE_FLOAT: .real(sqlite3_column_double(statement, index))
        case SQLITE_TEXT: .text(String(decoding: storedBytes(), as: UTF8.self))
        case SQLITE_BLOB: .blob(Array(storedBytes()))
        default: .null
        }
    }

    /// The error that says the column does not hold what was asked for.
    public func mismatch(_ expected: String) -> StoreError {
        let found =
            switch kind {
            case SQLITE_INTEGER: "integer"
            case SQLITE_FLOAT: "real"
            case SQLITE_TEXT: "text"
            case SQLITE_BLOB: "blob"
            default: "null"
            }
        return .column(index: Int(index), expected: expected, found: found)
    }

    // SAFETY: SQLite keeps these bytes until the next step, reset or conversion of the column; the callers
    // have checked the storage class, so no conversion happens, and copy or lend the bytes before returning.
    private func storedBytes() -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_column_blob(statement, index)?.assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
    }
}

/// The row a statement stands on; it is lent to a decoder or a closure and cannot outlive the step.
///
/// Columns count from zero. A column past the last one reads as null.
public struct Row: ~Copyable {
    // SAFETY: see `SQLColumn`; the row never leaves the call that steps the statement.
    @usableFromInline let statement: OpaquePointer

    init(_ statement: OpaquePointer) { self.statement = statement }

    /// The column as the type the context asks for; `let name: String? = try row[2]`.
    @inlinable
    public subscript<V: SQLReadable>(index: Int) -> V {
        get throws(StoreError) { try V(column: SQLColumn(statement, index)) }
    }

    /// The column as the given type.
    @inlinable
    public func value<V: SQLReadable>(_ index: Int, as: V.Type = V.self) throws(StoreError) -> V {
        try V(column: SQLColumn(statement, index))
    }

    /// The column as an integer.
    public func integer(_ index: Int) throws(StoreError) -> Int {
        Int(try SQLColumn(statement, index).integer())
    }

    /// The column as text.
    public func text(_ index: Int) throws(StoreError) -> String { try SQLColumn(statement, index).text() }

    /// The column as bytes.
    public func blob(_ index: Int) throws(StoreError) -> [UInt8] { try SQLColumn(statement, index).blob() }

    /// Whether the column is null.
    public func isNull(_ index: Int) -> Bool { SQLColumn(statement, index).isNull }

    /// Lends the bytes of a text or blob column without copying them.
    public func withBytes<T>(_ index: Int, _ body: (RawSpan) throws -> T) throws -> T {
        try SQLColumn(statement, index).withBytes(body)
    }
}

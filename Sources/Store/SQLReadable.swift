/// A type that a column of a row can be read as.
///
/// Reading never guesses: a null or a value of another storage class throws
/// ``StoreError/column(index:expected:found:)``. Only integers widen to doubles. Types with a raw value opt
/// in by naming the protocol.
public protocol SQLReadable: SQLBindable {
    /// Reads the column, or throws ``StoreError/column(index:expected:found:)``.
    init(column: borrowing SQLColumn) throws(StoreError)
}

extension SQLReadable where Self: RawRepresentable, RawValue: SQLReadable {
    /// Reads the raw value; one that names no case throws.
    @inlinable public init(column: borrowing SQLColumn) throws(StoreError) {
        let raw = try RawValue(column: column)
        guard let value = Self(rawValue: raw) else { throw column.mismatch("\(Self.self)") }
        self = value
    }
}

extension SQLValue: SQLReadable {
    /// Reads whatever the column holds.
    @inlinable public init(column: borrowing SQLColumn) throws(StoreError) { self = column.any() }
}

extension Int: SQLReadable {
    /// Reads an integer.
    @inlinable
    public init(column: borrowing SQLColumn) throws(StoreError) { self = Int(try column.integer()) }
}

extension Int64: SQLReadable {
    /// Reads an integer.
    @inlinable public init(column: borrowing SQLColumn) throws(StoreError) { self = try column.integer() }
}

extension Int32: SQLReadable {
    /// Reads an integer; one out of range throws.
    @inlinable public init(column: borrowing SQLColumn) throws(StoreError) {
        guard let value = Int32(exactly: try column.integer()) else { throw column.mismatch("Int32") }
        self = value
    }
}

extension Bool: SQLReadable {
    /// Reads 0 or 1; any other integer throws.
    @inlinable public init(column: borrowing SQLColumn) throws(StoreError) {
        switch try column.integer() {
        case 0: self = false
        case 1: self = true
        default: throw column.mismatch("Bool")
        }
    }
}

extension Double: SQLReadable {
    /// Reads a real or an integer.
    @inlinable public init(column: borrowing SQLColumn) throws(StoreError) { self = try column.real() }
}

extension String: SQLReadable {
    /// Reads text.
    @inlinable public init(column: borrowing SQLColumn) throws(StoreError) { self = try column.text() }
}

extension [UInt8]: SQLReadable {
    /// Reads a blob.
    @inlinable public init(column: borrowing SQLColumn) throws(StoreError) { self = try column.blob() }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
    /// Reads null as `nil`, anything else as the wrapped type.
    @inlinable public init(column: borrowing SQLColumn) throws(StoreError) {
        self = column.isNull ? nil : try Wrapped(column: column)
    }
}

/// A type whose values can stand in a statement; interpolating one binds it.
///
/// Types with a raw value opt in by naming the protocol: `enum Kind: String, SQLBindable`.
public protocol SQLBindable {
    /// The value as the database keeps it.
    var sqlValue: SQLValue { get }
}

extension SQLBindable where Self: RawRepresentable, RawValue: SQLBindable {
    /// The raw value as the database keeps it.
    @inlinable public var sqlValue: SQLValue { rawValue.sqlValue }
}

extension SQLValue: SQLBindable {
    /// Itself.
    @inlinable public var sqlValue: SQLValue { self }
}

extension Int: SQLBindable {
    /// An integer.
    @inlinable public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable {
    /// An integer.
    @inlinable public var sqlValue: SQLValue { .integer(self) }
}

extension Int32: SQLBindable {
    /// An integer.
    @inlinable public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Bool: SQLBindable {
    /// 1 for true, 0 for false.
    @inlinable public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension Double: SQLBindable {
    /// A real.
    @inlinable public var sqlValue: SQLValue { .real(self) }
}

extension String: SQLBindable {
    /// Text in UTF-8.
    @inlinable public var sqlValue: SQLValue { .text(self) }
}

extension [UInt8]: SQLBindable {
    /// A blob.
    @inlinable public var sqlValue: SQLValue { .blob(self) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    /// The wrapped value, or null.
    @inlinable public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

/// A statement whose interpolated values are bound, never spliced into its text.
///
/// Only text known at compile time becomes SQL. ``SQL/StringInterpolation`` lists what may be interpolated.
/// The literal parts are the key under which the prepared statement is cached, so building and finding
/// a statement copies no text.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    let key: StatementKey
    let values: [SQLValue]

    /// A statement without values.
    public init(stringLiteral value: StaticString) {
        var key = StatementKey()
        key.append(value)
        self.key = key
        values = []
    }

    /// A statement with values.
    public init(stringInterpolation: StringInterpolation) {
        key = stringInterpolation.key
        values = stringInterpolation.values
    }

    /// The text with a question mark for each value.
    public var text: String { key.text }
}

extension SQL: CustomStringConvertible {
    /// The text; the values are not shown, for they may be secret.
    public var description: String { text }
}

extension SQL {
    /// Collects the parts of a statement.
    public struct StringInterpolation: StringInterpolationProtocol {
        var key = StatementKey()
        var values: [SQLValue] = []

        /// Reserves room for the parts.
        public init(literalCapacity: Int, interpolationCount: Int) {
            key.reserve(literals: interpolationCount + 1, values: interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        /// Adds text.
        public mutating func appendLiteral(_ literal: StaticString) { key.append(literal) }

        /// Binds a value.
        // Inlined into the caller, where the type is known: a generic call costs as much as the binding.
        @inlinable
        public mutating func appendInterpolation(_ value: some SQLBindable) { bind(value.sqlValue) }

        /// Binds a value, or null for `nil`.
        @inlinable
        public mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            bind(value?.sqlValue ?? .null)
        }

        @usableFromInline
        mutating func bind(_ value: SQLValue) {
            key.appendPlaceholder()
            values.append(value)
        }

        /// Adds text known at compile time, such as a list of columns.
        public mutating func appendInterpolation(raw: StaticString) { key.append(raw) }

        /// Adds another statement's text and values.
        public mutating func appendInterpolation(sql: SQL) {
            key.append(sql.key)
            values += sql.values
        }

        /// Binds each element, separated by commas: `id IN (\(list: ids))`. An empty list becomes `NULL`,
        /// which is in no set.
        public mutating func appendInterpolation(list: some Collection<some SQLBindable>) {
            guard !list.isEmpty else { return key.append("NULL") }
            var isFirst = true
            for element in list {
                if !isFirst { key.append(",") }
                isFirst = false
                appendInterpolation(element)
            }
        }
    }
}

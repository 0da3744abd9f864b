internal import Synchronization

/// A statement that runs more often than any other, with a question mark for each of its values.
///
/// An ``SQL`` gathers its parts and values in arrays, by which its prepared statement is found. That costs
/// about as much as SQLite takes for inserting a row. A template is made once, has a number instead, and its
/// values go straight to the statement.
public struct SQLTemplate: Sendable {
    private static let count = Atomic<Int>(0)

    let text: StaticString
    /// Counts from zero.
    let number: Int

    /// To be made once, as a static constant: each takes a prepared statement of its own on every connection
    /// that runs it, for good.
    public init(_ text: StaticString) {
        self.text = text
        number = Self.count.add(1, ordering: .relaxed).oldValue
    }
}

/// Takes the values of a template in the order of its question marks.
public struct SQLBinder: ~Copyable {
    private let statement: Statement
    private(set) var count: Int32 = 0
    private(set) var failure: Int32 = 0
    private(set) var byteCount = 0
    private var used = 0

    init(_ statement: Statement) { self.statement = statement }

    /// The next value.
    public mutating func bind(_ value: Int64) {
        take(statement.bind(.integer(value), at: count + 1, &used), 8)
    }

    /// The next value.
    public mutating func bind(_ text: String) {
        take(statement.bind(.text(text), at: count + 1, &used), text.utf8.count)
    }

    /// The next value, or null.
    public mutating func bind(_ text: String?) {
        guard let text else { return take(statement.bind(.null, at: count + 1, &used), 0) }
        bind(text)
    }

    /// The next value, or null.
    public mutating func bind(_ blob: [UInt8]?) {
        guard let blob else { return take(statement.bind(.null, at: count + 1, &used), 0) }
        take(statement.bind(.blob(blob), at: count + 1, &used), blob.count)
    }

    private mutating func take(_ code: Int32, _ bytes: Int) {
        count += 1
        byteCount += bytes
        if failure == 0 { failure = code }
    }
}

/// What the service model demands of a value.
public struct Constraints: Sendable {
    /// Inclusive bounds; nil leaves a side open.
    public struct Bounds<Value: Comparable & Sendable>: Sendable {
        public let least: Value?
        public let most: Value?
    }

    /// Bounds of the count of characters, bytes, elements or entries.
    public internal(set) var length: Bounds<Int>?
    public internal(set) var range: Bounds<Double>?
    public internal(set) var pattern: Pattern?
    /// The values of an enumeration.
    public internal(set) var values: [String]?

    /// Whether there is nothing to check.
    public var isEmpty: Bool { length == nil && range == nil && pattern == nil && values == nil }
}

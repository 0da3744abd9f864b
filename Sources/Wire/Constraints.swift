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

/// The checks that generated shapes consist of. They say whether a value keeps its constraints; which it
/// breaks is ``ConstraintChecker``'s to say.
extension Constraints {
    /// Whether a text has a number of characters within the bounds.
    public static func allow(length text: String, _ least: Int, _ most: Int) -> Bool {
        // A character takes one to four bytes, so that counting bytes is enough for nearly all texts.
        let size = text.utf8.count
        if size <= most, size / 4 >= least || (size > 0 && least == 1) { return true }
        return allow(count: text.unicodeScalars.count, least, most)
    }

    /// Whether the number of bytes, elements or entries is within the bounds.
    public static func allow(count: Int, _ least: Int, _ most: Int) -> Bool {
        count >= least && count <= most
    }

    /// Whether a number is within the bounds.
    public static func allow(number: Double, _ least: Double, _ most: Double) -> Bool {
        number >= least && number <= most
    }

    /// Whether a text keeps all constraints of a member, which has a pattern or an enumeration.
    public static func allow(_ text: String, by member: Member?) -> Bool {
        guard let member else { return true }
        if let length = member.constraints.length {
            guard allow(length: text, length.least ?? 0, length.most ?? .max) else { return false }
        }
        if let pattern = member.constraints.pattern, !pattern.matches(text) { return false }
        if let values = member.constraints.values, !values.contains(text) { return false }
        return true
    }
}

/// A market participant's identifier: ten digits.
public struct ParticipantID: Sendable, Hashable, Comparable {
    public let digits: String

    /// Nil unless the text is ten digits.
    public init?(_ text: String) {
        guard text.utf8.count == 10, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        digits = text
    }

    public static func < (a: Self, b: Self) -> Bool { a.digits < b.digits }
}

/// A meter point's number: thirteen digits, the last of which checks the twelve before it.
public struct MeterPoint: Sendable, Hashable {
    public let digits: String

    /// Nil unless the text is thirteen digits with a true check digit.
    public init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 13, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            digits[12] == 0x30 + Self.checkDigit(of: digits[..<12])
        else { return nil }
        self.digits = text
    }

    /// The meter point with this core of twelve digits, its check digit added; nil when it is none.
    public init?(core: String) {
        let digits = Array(core.utf8)
        guard digits.count == 12, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        self.digits = core + String(Self.checkDigit(of: digits[...]))
    }

    private static let primes = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43]

    /// The digits times the primes, summed, modulo 11, modulo 10.
    private static func checkDigit(of digits: ArraySlice<UInt8>) -> UInt8 {
        let sum = zip(digits, primes).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
        return UInt8(sum % 11 % 10)
    }
}

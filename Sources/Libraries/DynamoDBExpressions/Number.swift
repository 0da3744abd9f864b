/// A number of DynamoDB: up to 38 significant decimal digits, exact.
///
/// The magnitude is zero or between 10⁻¹³⁰ and 9.99…×10¹²⁵. Equal numbers have equal representations,
/// whatever their spelling was.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html>
public struct Number: Sendable, Hashable {
    /// The most significant digits a number may have.
    public static let digitsMax = 38
    /// The greatest power of ten that the first digit may stand for.
    public static let magnitudeMax = 125
    /// The least power of ten that the first digit may stand for.
    public static let magnitudeMin = -130

    /// The digits as an integer that does not end in a zero; 0 for zero alone.
    let coefficient: UInt128
    /// The power of ten of the last digit.
    let exponent: Int
    let isNegative: Bool

    public static let zero = Number(coefficient: 0, exponent: 0, isNegative: false)

    private init(coefficient: UInt128, exponent: Int, isNegative: Bool) {
        self.coefficient = coefficient
        self.exponent = exponent
        self.isNegative = isNegative
    }

    init(negating other: Number) {
        self.init(coefficient: other.coefficient, exponent: other.exponent, isNegative: !other.isNegative)
    }

    /// Brings digits and exponent into the one representation and checks the limits.
    init(normalising digits: UInt128, exponent: Int, isNegative: Bool) throws(NumberError) {
        guard digits != 0 else {
            self = .zero
            return
        }
        var digits = digits
        var exponent = exponent
        if let small = UInt64(exactly: digits) {
            var rest = small
            while rest % 10 == 0 {
                rest /= 10
                exponent += 1
            }
            digits = UInt128(rest)
        } else {
            while true {
                let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: 10)
                guard remainder == 0 else { break }
                digits = quotient
                exponent += 1
            }
        }
        let magnitude = exponent + Self.digitCount(digits) - 1
        guard magnitude <= Self.magnitudeMax else { throw .overflow }
        guard magnitude >= Self.magnitudeMin else { throw .underflow }
        guard digits < PowersOfTen[Self.digitsMax] else { throw .tooPrecise }
        self.init(coefficient: digits, exponent: exponent, isNegative: isNegative)
    }

    public init(_ value: Int) {
        var rest = UInt64(value.magnitude)
        var exponent = 0
        while rest != 0, rest % 10 == 0 {
            rest /= 10
            exponent += 1
        }
        self.init(coefficient: UInt128(rest), exponent: exponent, isNegative: value < 0)
    }

    /// Reads what ``Number/parts`` answered.
    public init(parts: Parts) throws(NumberError) {
        try self.init(normalising: parts.coefficient, exponent: parts.exponent, isNegative: parts.isNegative)
    }

    /// The pieces of a number, for storing it.
    public struct Parts: Sendable {
        public var coefficient: UInt128
        public var exponent: Int
        public var isNegative: Bool

        public init(coefficient: UInt128, exponent: Int, isNegative: Bool) {
            self.coefficient = coefficient
            self.exponent = exponent
            self.isNegative = isNegative
        }
    }

    public var parts: Parts { Parts(coefficient: coefficient, exponent: exponent, isNegative: isNegative) }

    public var isZero: Bool { coefficient == 0 }

    /// How many significant digits the number has; 1 for zero.
    public var digitCount: Int { max(1, Self.digitCount(coefficient)) }

    /// The power of ten that the first digit stands for.
    var magnitude: Int { exponent + Self.digitCount(coefficient) - 1 }

    /// The number rounded towards zero, or nil when it does not fit.
    public var integer: Int? {
        if isZero || magnitude < 0 { return 0 }
        guard magnitude < 18 else { return nil }
        let value =
            exponent >= 0
            ? coefficient * PowersOfTen[exponent] : coefficient / PowersOfTen[-exponent]
        return isNegative ? -Int(value) : Int(value)
    }

    static func digitCount(_ value: UInt128) -> Int {
        guard value != 0 else { return 0 }
        // log₁₀ 2 is 1233/4096 to five digits, so the estimate is right or one too small.
        let estimate = ((128 - value.leadingZeroBitCount) * 1233) >> 12
        return value >= PowersOfTen[estimate] ? estimate + 1 : estimate
    }
}

extension Number: Comparable {
    public static func < (a: Self, b: Self) -> Bool {
        if a.isNegative != b.isNegative { return a.isNegative }
        return a.isNegative ? isCloserToZero(b, than: a) : isCloserToZero(a, than: b)
    }

    private static func isCloserToZero(_ a: Number, than b: Number) -> Bool {
        if a.isZero || b.isZero { return a.isZero && !b.isZero }
        guard a.magnitude == b.magnitude else { return a.magnitude < b.magnitude }
        // Equal magnitudes: bringing both to the lower exponent needs at most 38 digits.
        let least = min(a.exponent, b.exponent)
        return a.coefficient * PowersOfTen[a.exponent - least] < b.coefficient
            * PowersOfTen[b.exponent - least]
    }
}

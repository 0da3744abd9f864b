/// A JSON number as it was written: compared without rounding, however long it is.
struct ExactNumber {
    let isNegative: Bool
    /// Digits without leading and trailing zeros; empty for zero.
    let digits: [UInt8]
    /// The number is 0.d1d2d3… times ten to this power.
    let exponent: Int

    /// Digits of the divisor up to which `multipleOf` is exact.
    private static let divisorDigitsMax = 18
    /// Zeros that an exponent may stand for while a remainder is taken.
    private static let zerosMax = 10_000

    init(_ text: String) {
        var digits: [UInt8] = []
        var point: Int?
        var power = 0
        var bytes = Array(text.utf8)[...]
        isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes.removeFirst() }
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "."): point = digits.count
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                // Beyond any sensible number, whatever stands there.
                power =
                    Int(String(decoding: bytes, as: UTF8.self)) ?? (bytes.first == UInt8(ascii: "-") ? -1 : 1)
                    << 32
                power = min(max(power, -1 << 32), 1 << 32)
                bytes = []
            default: digits.append(byte - UInt8(ascii: "0"))
            }
        }
        let leading = digits.prefix { $0 == 0 }.count
        var exponent = (point ?? digits.count) + power - leading
        digits.removeFirst(leading)
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { exponent = 0 }
        self.digits = digits
        self.exponent = exponent
    }

    var isInteger: Bool { digits.isEmpty || exponent >= digits.count }

    /// The same for all spellings of a number.
    var canonical: String {
        digits.isEmpty
            ? "0"
            : "\(isNegative ? "-" : "")\(String(decoding: digits.map { $0 + 48 }, as: UTF8.self))e\(exponent)"
    }

    static func < (a: Self, b: Self) -> Bool {
        if a.digits.isEmpty || b.digits.isEmpty {
            return a.digits.isEmpty ? !b.digits.isEmpty && !b.isNegative : a.isNegative
        }
        guard a.isNegative == b.isNegative else { return a.isNegative }
        if a.exponent != b.exponent { return (a.exponent < b.exponent) != a.isNegative }
        return a.digits != b.digits && a.digits.lexicographicallyPrecedes(b.digits) != a.isNegative
    }

    /// Whether the number is a whole multiple of another one; a very long divisor is taken as rounded.
    func isMultiple(of divisor: ExactNumber) -> Bool {
        guard !digits.isEmpty else { return true }
        guard !divisor.digits.isEmpty else { return false }
        // Both become whole numbers of the divisor's last place.
        let places = divisor.digits.count - divisor.exponent
        let zeros = exponent - digits.count + places
        guard zeros >= 0 else { return false }
        guard divisor.digits.count <= Self.divisorDigitsMax, zeros <= Self.zerosMax else { return true }
        let modulus = divisor.digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
        var rest: UInt64 = 0
        for digit in digits { rest = Self.remainder(rest, digit, modulus) }
        for _ in 0..<zeros { rest = Self.remainder(rest, 0, modulus) }
        return rest == 0
    }

    private static func remainder(_ rest: UInt64, _ digit: UInt8, _ modulus: UInt64) -> UInt64 {
        let product = rest.multipliedFullWidth(by: 10)
        let (low, overflow) = product.low.addingReportingOverflow(UInt64(digit))
        return modulus.dividingFullWidth((product.high + (overflow ? 1 : 0), low)).remainder
    }
}

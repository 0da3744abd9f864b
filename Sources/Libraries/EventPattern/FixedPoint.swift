/// Numbers as patterns compare them: millionths, cut (not rounded) behind the sixth decimal, within ±5e9.
///
/// AWS documents 15 digits of precision, six of them behind the decimal point.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
enum FixedPoint {
    static let limit: Int64 = 5_000_000_000_000_000
    private static let digitsMax = 18
    private static let powers: [UInt64] = [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ]

    /// The JSON number at `lo..<hi` in millionths; nil when it is no number or out of range.
    static func parse(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) -> Int64? {
        var index = lo
        guard index < hi else { return nil }
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        guard index < hi, isDigit(bytes[index]) else { return nil }
        var decimal = Decimal()
        while index < hi, isDigit(bytes[index]) {
            decimal.append(bytes[index], isFraction: false)
            index += 1
        }
        if index < hi, bytes[index] == UInt8(ascii: ".") {
            index += 1
            while index < hi, isDigit(bytes[index]) {
                decimal.append(bytes[index], isFraction: true)
                index += 1
            }
        }
        if index < hi, bytes[index] | 0x20 == UInt8(ascii: "e") {
            guard let exponent = exponent(bytes, &index, hi) else { return nil }
            decimal.exponent += exponent
        }
        guard index == hi else { return nil }
        return decimal.millionths(isNegative: isNegative)
    }

    static func parse(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        return parse(bytes.span, 0, bytes.count)
    }

    private static func exponent(_ bytes: Span<UInt8>, _ index: inout Int, _ hi: Int) -> Int? {
        index += 1
        guard index < hi else { return nil }
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
        var value = 0
        while index < hi, isDigit(bytes[index]) {
            value = min(value * 10 + Int(bytes[index] & 15), 1_000_000)
            index += 1
        }
        return isNegative ? -value : value
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// Up to 18 significant digits, a power of ten, and whether digits that are not zero were cut.
    private struct Decimal {
        var digits: UInt64 = 0
        var count = 0
        var exponent = 0
        var isCut = false

        @inline(__always)
        mutating func append(_ byte: UInt8, isFraction: Bool) {
            let digit = UInt64(byte & 15)
            if count < digitsMax {
                digits = digits &* 10 &+ digit
                if digits > 0 { count += 1 }
                if isFraction { exponent -= 1 }
            } else {
                if digit > 0 { isCut = true }
                if !isFraction { exponent += 1 }
            }
        }

        func millionths(isNegative: Bool) -> Int64? {
            if digits == 0 { return 0 }
            let shift = exponent + 6
            var value = digits
            var isCut = isCut
            if shift >= 0 {
                guard shift <= digitsMax else { return nil }
                let (product, overflow) = value.multipliedReportingOverflow(by: powers[shift])
                guard !overflow else { return nil }
                value = product
            } else if -shift > digitsMax {
                value = 0
                isCut = true
            } else {
                let (quotient, remainder) = value.quotientAndRemainder(dividingBy: powers[-shift])
                value = quotient
                isCut = isCut || remainder > 0
            }
            guard value < UInt64(limit) || (value == UInt64(limit) && !isCut) else { return nil }
            let result = Int64(value)
            return isNegative ? -result - (isCut ? 1 : 0) : result
        }
    }
}

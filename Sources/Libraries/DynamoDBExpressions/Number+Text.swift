extension Number {
    /// Reads a decimal number: sign, digits with at most one point, and an optional exponent.
    public init(_ text: String) throws(NumberError) {
        var text = text
        let result = text.withUTF8 { bytes in Result { () throws(NumberError) in try Number(bytes) } }
        switch result {
        case .success(let number): self = number
        case .failure(.notNumeric): throw .notNumeric(text)
        case .failure(let error): throw error
        }
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) throws(NumberError) {
        var scan = NumberScan()
        var position = 0
        if position < bytes.count,
            bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
        {
            scan.isNegative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        var hasPoint = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else if byte &- 0x30 < 10 {
                scan.add(byte &- 0x30, isFraction: hasPoint)
            } else {
                break
            }
            position += 1
        }
        guard scan.hasDigits else { throw .notNumeric("") }
        if position < bytes.count {
            guard bytes[position] | 0x20 == UInt8(ascii: "e") else { throw .notNumeric("") }
            scan.exponent += try Self.exponent(bytes[(position + 1)...])
        }
        self = try scan.number()
    }

    private static func exponent(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) throws(NumberError) -> Int {
        var rest = bytes
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard !rest.isEmpty else { throw .notNumeric("") }
        var value = 0
        for byte in rest {
            guard byte &- 0x30 < 10 else { throw .notNumeric("") }
            // Beyond any limit, but small enough never to overflow.
            value = min(value * 10 + Int(byte &- 0x30), 1_000_000_000)
        }
        return isNegative ? -value : value
    }

    /// The number in plain digits, without an exponent: what DynamoDB answers.
    public func write(to out: inout [UInt8]) {
        if isNegative { out.append(UInt8(ascii: "-")) }
        let digits = Self.digits(of: coefficient)
        if exponent >= 0 {
            out.append(contentsOf: digits)
            out.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: exponent))
        } else if digits.count > -exponent {
            out.append(contentsOf: digits[..<(digits.count + exponent)])
            out.append(UInt8(ascii: "."))
            out.append(contentsOf: digits[(digits.count + exponent)...])
        } else {
            out.append(contentsOf: "0.".utf8)
            out.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -exponent - digits.count))
            out.append(contentsOf: digits)
        }
    }

    /// The decimal digits of an integer as text.
    static func digits(of value: UInt128) -> [UInt8] {
        guard value != 0 else { return [UInt8(ascii: "0")] }
        var reversed: [UInt8] = []
        var rest = value
        while rest > UInt128(UInt64.max) {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
            reversed.append(0x30 + UInt8(remainder))
            rest = quotient
        }
        var small = UInt64(rest)
        while small > 0 {
            reversed.append(0x30 + UInt8(small % 10))
            small /= 10
        }
        return reversed.reversed()
    }
}

extension Number: CustomStringConvertible {
    public var description: String {
        if !isNegative, exponent == 0, let small = UInt64(exactly: coefficient) { return String(small) }
        var out: [UInt8] = []
        write(to: &out)
        return String(decoding: out, as: UTF8.self)
    }
}

/// Collects the digits of a number's text.
private struct NumberScan {
    var isNegative = false
    var hasDigits = false
    /// The power of ten of the last digit in `digits`.
    var exponent = 0
    private var digits: UInt128 = 0
    private var count = 0
    /// Zeros since the last significant digit, which count only when another one follows.
    private var zeros = 0
    private var isTooLong = false
    /// How far the first significant digit stands from the last position read.
    private var positions = 0

    mutating func add(_ digit: UInt8, isFraction: Bool) {
        hasDigits = true
        if isFraction { exponent -= 1 }
        if count == 0, digit == 0 { return }
        positions += 1
        guard digit != 0 else {
            zeros += 1
            return
        }
        count += zeros + 1
        if count > Number.digitsMax {
            isTooLong = true
        } else {
            digits = digits * PowersOfTen[zeros + 1] + UInt128(digit)
        }
        zeros = 0
    }

    func number() throws(NumberError) -> Number {
        guard count > 0 else { return .zero }
        let magnitude = exponent + positions - 1
        guard magnitude <= Number.magnitudeMax else { throw .overflow }
        guard magnitude >= Number.magnitudeMin else { throw .underflow }
        guard !isTooLong else { throw .tooPrecise }
        return try Number(normalising: digits, exponent: exponent + zeros, isNegative: isNegative)
    }
}

/// Writes and reads decimal digits without intermediate strings.
enum Decimal {
    static func write(_ value: Int, to out: inout [UInt8]) {
        if value >= 0, value < 10 {
            out.append(0x30 + UInt8(value))
            return
        }
        if value < 0 { out.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = out.count
        repeat {
            out.append(0x30 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        out[start...].reverse()
    }

    /// Pads with zeros on the left.
    static func write(_ value: Int, digits: Int, to out: inout [UInt8]) {
        var scale = 1
        for _ in 1..<digits { scale *= 10 }
        while scale > 0 {
            out.append(0x30 + UInt8(value / scale % 10))
            scale /= 10
        }
    }

    /// A number as JSON and XML spell it: integral values without a fraction.
    static func write(_ value: Double, to out: inout [UInt8]) {
        if let integer = Int(exactly: value), value.magnitude < 1e15, value != 0 || value.sign == .plus {
            write(integer, to: &out)
        } else {
            out.append(contentsOf: value.description.utf8)
        }
    }

    /// An integer that fills all the bytes; nil on anything else and on overflow.
    static func integer(_ bytes: some Collection<UInt8>) -> Int? {
        var rest = bytes[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard !rest.isEmpty else { return nil }
        var value = 0
        for byte in rest {
            let digit = byte &- 0x30
            guard digit < 10 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) =
                isNegative
                ? product.subtractingReportingOverflow(Int(digit))
                : product.addingReportingOverflow(Int(digit))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }
}

extension Double {
    /// A decimal number that fills all the bytes; nil for anything else, also for the names of infinity.
    init?(bytesOf bytes: some Collection<UInt8>) {
        guard bytes.count <= 64,
            bytes.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || "+-.eE".utf8.contains($0) }),
            let value = Double(String(decoding: bytes, as: UTF8.self))
        else { return nil }
        self = value
    }

    /// A number, or `NaN`, `Infinity`, `-Infinity` as the protocols spell them.
    init?(wireText text: String) {
        switch text {
        case "NaN": self = .nan
        case "Infinity": self = .infinity
        case "-Infinity": self = -.infinity
        default:
            guard let value = Double(bytesOf: text.utf8), value.isFinite else { return nil }
            self = value
        }
    }

    /// What `init(wireText:)` reads.
    var wireText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
        var out: [UInt8] = []
        Decimal.write(self, to: &out)
        return String(decoding: out, as: UTF8.self)
    }
}

extension Member.Kind {
    /// The integers that a member of this kind holds.
    var integers: ClosedRange<Int> {
        switch self {
        case .byte: Int(Int8.min)...Int(Int8.max)
        case .short: Int(Int16.min)...Int(Int16.max)
        case .integer: Int(Int32.min)...Int(Int32.max)
        default: Int.min...Int.max
        }
    }
}

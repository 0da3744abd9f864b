/// An IPv4 or IPv6 address literal, ordered within its family. RFC 4291.
struct InternetAddress: Sendable, Hashable, Comparable {
    var isV6: Bool
    var value: UInt128

    var bits: Int { isV6 ? 128 : 32 }

    static func < (a: Self, b: Self) -> Bool {
        a.isV6 == b.isV6 ? a.value < b.value : !a.isV6
    }

    init(isV6: Bool, value: UInt128) {
        self.isV6 = isV6
        self.value = value
    }

    init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span, 0, bytes.count)
    }

    init?(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) {
        guard hi - lo >= 2, hi - lo <= 45 else { return nil }
        for index in lo..<min(lo + 5, hi) {
            if bytes[index] == UInt8(ascii: ".") {
                guard let value = Self.v4(bytes, lo, hi) else { return nil }
                self.init(isV6: false, value: value)
                return
            }
            if bytes[index] == UInt8(ascii: ":") {
                guard let value = Self.v6(bytes, lo, hi) else { return nil }
                self.init(isV6: true, value: value)
                return
            }
        }
        return nil
    }

    private static func v4(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) -> UInt128? {
        var value: UInt128 = 0
        var part = 0
        var digits = 0
        var parts = 1
        for index in lo..<hi {
            let byte = bytes[index]
            if byte == UInt8(ascii: ".") {
                guard digits > 0, parts < 4 else { return nil }
                value = value << 8 | UInt128(part)
                (part, digits, parts) = (0, 0, parts + 1)
                continue
            }
            guard byte &- 0x30 < 10 else { return nil }
            part = part * 10 + Int(byte & 15)
            digits += 1
            guard part <= 255 else { return nil }
        }
        guard digits > 0, parts == 4 else { return nil }
        return value << 8 | UInt128(part)
    }

    private static func v6(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) -> UInt128? {
        var groups: [UInt16] = []
        var gap: Int?
        var index = lo
        if bytes[lo] == UInt8(ascii: ":") {
            guard bytes[lo + 1] == UInt8(ascii: ":") else { return nil }
            gap = 0
            index = lo + 2
        }
        while index < hi {
            guard groups.count < 8, let group = group(bytes, &index, hi) else { return nil }
            groups.append(group)
            if index == hi { break }
            guard bytes[index] == UInt8(ascii: ":") else { return nil }
            index += 1
            guard index < hi else { return nil }
            if bytes[index] == UInt8(ascii: ":") {
                guard gap == nil else { return nil }
                gap = groups.count
                index += 1
            }
        }
        guard gap == nil ? groups.count == 8 : groups.count < 8 else { return nil }
        var value: UInt128 = 0
        let missing = 8 - groups.count
        for position in 0..<8 {
            value <<= 16
            let start = gap ?? 8
            if position >= start, position < start + missing { continue }
            value |= UInt128(groups[position < start ? position : position - missing])
        }
        return value
    }

    private static func group(_ bytes: Span<UInt8>, _ index: inout Int, _ hi: Int) -> UInt16? {
        var value: UInt16 = 0
        let start = index
        while index < hi, index - start < 4, let digit = hexDigit(bytes[index]) {
            value = value << 4 | digit
            index += 1
        }
        return index > start ? value : nil
    }

    private static func hexDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte & 15)
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
            UInt16(byte & 7) + 9
        default: nil
        }
    }
}

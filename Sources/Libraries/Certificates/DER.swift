/// Distinguished encoding of the few ASN.1 values that a certificate is made of. ITU-T X.690.
enum DER {
    static func sequence(_ parts: [UInt8]...) -> [UInt8] { value(0x30, Array(parts.joined())) }
    static func set(_ part: [UInt8]) -> [UInt8] { value(0x31, part) }
    static func explicit(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { value(0xA0 | tag, content) }
    static func bitString(_ bytes: [UInt8]) -> [UInt8] { value(0x03, [0] + bytes) }
    static func utf8String(_ text: String) -> [UInt8] { value(0x0C, Array(text.utf8)) }
    static var null: [UInt8] { [0x05, 0x00] }

    /// A non-negative integer, most significant byte first.
    static func integer(_ magnitude: [UInt8]) -> [UInt8] {
        let digits = Array(magnitude.drop { $0 == 0 })
        guard let first = digits.first else { return value(0x02, [0]) }
        return value(0x02, first < 0x80 ? digits : [0] + digits)
    }

    /// An object identifier whose encoded arcs are given.
    static func identifier(_ arcs: [UInt8]) -> [UInt8] { value(0x06, arcs) }

    /// `YYYYMMDDHHMMSSZ`; years before 2050 are written with two digits, as RFC 5280, 4.1.2.5 demands.
    static func time(_ text: String) -> [UInt8] {
        let isShort = text.utf8.lexicographicallyPrecedes("2050".utf8)
        return value(isShort ? 0x17 : 0x18, Array(isShort ? text.utf8.dropFirst(2) : text.utf8[...]))
    }

    private static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        [tag] + length(content.count) + content
    }

    private static func length(_ count: Int) -> [UInt8] {
        guard count >= 0x80 else { return [UInt8(count)] }
        var rest = count
        var digits: [UInt8] = []
        while rest > 0 {
            digits.insert(UInt8(rest & 0xFF), at: 0)
            rest >>= 8
        }
        return [0x80 | UInt8(digits.count)] + digits
    }
}

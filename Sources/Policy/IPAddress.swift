/// An IPv4 or IPv6 address as 128 bits; IPv4 stands in the upper 32.
struct IPAddress: Sendable, Hashable {
    let isV6: Bool
    let high: UInt64
    let low: UInt64

    /// Reads dotted or RFC 4291 text; IPv4 mapped into IPv6 (`::ffff:192.0.2.1`) counts as IPv4, because a
    /// socket for both families reports callers that way.
    init?(_ text: String) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let groups = Self.groups(text) else { return nil }
            let high = groups[0..<4].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
            let low = groups[4..<8].reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
            let mapped = high == 0 && low >> 32 == 0xFFFF
            self.isV6 = !mapped
            self.high = mapped ? low << 32 : high
            self.low = mapped ? 0 : low
        } else {
            guard let address = Self.dotted(text.utf8) else { return nil }
            self.isV6 = false
            self.high = UInt64(address) << 32
            self.low = 0
        }
    }

    /// The four numbers of a dotted address as 32 bits.
    private static func dotted(_ bytes: some Sequence<UInt8>) -> UInt32? {
        var address: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var dots = 0
        for byte in bytes {
            if byte == UInt8(ascii: "."), digits > 0, dots < 3 {
                address = address << 8 | octet
                (octet, digits, dots) = (0, 0, dots + 1)
            } else if byte >= 0x30, byte <= 0x39, digits < 3 {
                octet = octet * 10 + UInt32(byte - 0x30)
                digits += 1
                guard octet <= 255 else { return nil }
            } else {
                return nil
            }
        }
        return dots == 3 && digits > 0 ? address << 8 | octet : nil
    }

    private static func groups(_ text: String) -> [UInt16]? {
        guard text.utf8.count <= 45 else { return nil }
        let bytes = Array(text.utf8)
        let colon = UInt8(ascii: ":")
        let gap = bytes.indices.dropLast().first { bytes[$0] == colon && bytes[$0 + 1] == colon }
        guard let gap else {
            guard let all = run(bytes[...]), all.count == 8 else { return nil }
            return all
        }
        guard let head = run(bytes[..<gap]), let tail = run(bytes[(gap + 2)...]),
            head.count + tail.count < 8
        else { return nil }
        return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    /// Groups between colons, the last of which may be a dotted address.
    private static func run(_ bytes: ArraySlice<UInt8>) -> [UInt16]? {
        if bytes.isEmpty { return [] }
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var out: [UInt16] = []
        for (position, part) in parts.enumerated() {
            if position == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard let address = dotted(part) else { return nil }
                out.append(UInt16(address >> 16))
                out.append(UInt16(truncatingIfNeeded: address))
            } else {
                let isHex = part.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
                guard (1...4).contains(part.count), isHex,
                    let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
                else {
                    return nil
                }
                out.append(group)
            }
        }
        return out
    }
}

/// Which bytes may stand where in a head (RFC 9110 section 5, RFC 9112 section 3).
enum FieldSyntax {
    /// Bit `b & 63` tells whether ASCII character `b` is a token character: below 64, and from 64 on.
    private static let tokenLow: UInt64 = 0x03FF_6CFA_0000_0000
    private static let tokenHigh: UInt64 = 0x57FF_FFFF_C7FF_FFFE

    /// RFC 9110 section 5.6.2, `tchar`.
    @inline(__always)
    static func isTokenCharacter(_ byte: UInt8) -> Bool {
        if byte >= 0x80 { return false }
        let word = byte < 64 ? tokenLow : tokenHigh
        return word >> UInt64(byte & 63) & 1 == 1
    }

    static func isToken(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy(isTokenCharacter)
    }

    /// Controls other than the tab, which no field value may have (RFC 9110 section 5.5).
    @inline(__always)
    static func isForbiddenInValue(_ byte: UInt8) -> Bool {
        (byte < 0x20 && byte != 0x09) || byte == 0x7F
    }

    /// Bytes that no request target may have: controls, space, `#` (a fragment is never sent) and all above
    /// ASCII.
    @inline(__always)
    static func isForbiddenInTarget(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: "#")
    }

    /// ASCII lower case; other bytes stay.
    @inline(__always)
    static func lowercase(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
}

/// UUIDs as text, in lower case.
enum UUIDText {
    static func text(_ high: UInt64, _ low: UInt64) -> String {
        let words = (
            digits(high >> 32), digits(high & 0xFFFF_FFFF), digits(low >> 32), digits(low & 0xFFFF_FFFF)
        )
        return String(unsafeUninitializedCapacity: 36) { out in
            func put(_ word: UInt64, _ digits: Range<Int>, at position: Int) {
                for digit in digits {
                    out[position + digit] = UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * digit))
                }
            }
            put(words.0, 0..<8, at: 0)
            put(words.1, 0..<4, at: 9)
            put(words.1, 4..<8, at: 10)
            put(words.2, 0..<4, at: 19)
            put(words.2, 4..<8, at: 20)
            put(words.3, 0..<8, at: 28)
            let hyphen = UInt8(ascii: "-")
            (out[8], out[13], out[18], out[23]) = (hyphen, hyphen, hyphen, hyphen)
            return 36
        }
    }

    /// The hexadecimal digits of 32 bits, the first in the uppermost byte: all eight at once.
    private static func digits(_ value: UInt64) -> UInt64 {
        var word = (value & 0xFFFF_0000) << 16 | value & 0xFFFF
        word = (word & 0x0000_FF00_0000_FF00) << 8 | word & 0x0000_00FF_0000_00FF
        word = (word & 0x00F0_00F0_00F0_00F0) << 4 | word & 0x000F_000F_000F_000F
        // Six more carries digits above nine into the next four bits.
        let letters = ((word &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
        return word &+ 0x3030_3030_3030_3030 &+ letters &* 39
    }

    /// The bits of a UUID of version 4; nil for any other text.
    static func words(_ text: String) -> (high: UInt64, low: UInt64)? {
        guard text.utf8.count == 36 else { return nil }
        var words: (high: UInt64, low: UInt64) = (0, 0)
        var digits = 0
        for (position, byte) in text.utf8.enumerated() {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = digit(byte) else { return nil }
            if digits < 16 {
                words.high = words.high << 4 | digit
            } else {
                words.low = words.low << 4 | digit
            }
            digits += 1
        }
        return words.high >> 12 & 15 == 4 && words.low >> 62 == 2 ? words : nil
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: UInt64(byte - 0x30)
        case 0x61...0x66: UInt64(byte - 0x57)
        case 0x41...0x46: UInt64(byte - 0x37)
        default: nil
        }
    }
}

/// UUIDs as text, in lower case.
enum UUIDText {
    static func text(_ high: UInt64, _ low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 36) { out in
            var position = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    out[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = index < 16 ? high : low
                let digit = UInt8(word >> UInt64(60 - 4 * (index & 15)) & 15)
                out[position] = digit < 10 ? 48 + digit : 87 + digit
                position += 1
            }
            return 36
        }
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

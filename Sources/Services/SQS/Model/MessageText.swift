internal import SQSInterface

/// The characters that a message may hold.
enum MessageText {
    /// Refuses what XML 1.0 cannot carry. <https://www.w3.org/TR/REC-xml/#charsets>
    static func check(_ text: String) throws(InvalidMessageContents) {
        guard isAllowed(text) else {
            throw InvalidMessageContents(
                """
                Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | \
                #xE000 to #xFFFD | #x10000 to #x10FFFF
                """)
        }
    }

    /// Whether a message may hold all of the text.
    static func isAllowed(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable(isAllowed)
            ?? Array(text.utf8).withUnsafeBufferPointer(isAllowed)
    }

    /// UTF-8 holds no surrogates, so only control characters and U+FFFE, U+FFFF (EF BF BE, EF BF BF) are
    /// left.
    private static func isAllowed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            index = firstSuspect(in: UnsafeRawBufferPointer(bytes), from: index)
            guard index < bytes.count else { break }
            let byte = bytes[index]
            if byte < 0x20 {
                guard byte == 0x9 || byte == 0xA || byte == 0xD else { return false }
            } else if byte == 0xEF, index + 2 < bytes.count, bytes[index + 1] == 0xBF,
                bytes[index + 2] >= 0xBE
            {
                return false
            }
            index += 1
        }
        return true
    }

    /// Passes over what is neither a control character nor the lead of U+FFFE, by eight bytes where eight are
    /// left.
    private static func firstSuspect(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let lead = word ^ (ones &* 0xEF)
            // A byte borrows from its neighbour only above a hit, so the lowest hit is exact.
            let hits = (((word &- ones &* 0x20) & ~word) | ((lead &- ones) & ~lead)) & highs
            if hits != 0 { return index + (hits.trailingZeroBitCount >> 3) }
            index += 8
        }
        while index < bytes.count, bytes[index] >= 0x20, bytes[index] != 0xEF { index += 1 }
        return index
    }

    /// Ids of groups and of deduplication: 1 to 128 letters, digits and punctuation of ASCII.
    static func checkID(_ text: String, _ parameter: String) throws(InvalidParameterValue) {
        guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw InvalidParameterValue(
                """
                Value \(text) for parameter \(parameter) is invalid. Reason: \(parameter) can only include \
                alphanumeric and punctuation characters. 1 to 128 in length.
                """)
        }
    }
}

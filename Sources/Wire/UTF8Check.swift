/// Checks the encoding of a whole text.
enum UTF8Check {
    /// The offset of the first byte that breaks UTF-8, or nil. Runs of ASCII are passed by eight bytes.
    static func firstInvalid(in bytes: RawSpan) -> Int? {
        var offset = 0
        let count = bytes.byteCount
        while offset < count {
            // SAFETY: every load is inside the span by the comparisons before it.
            if offset + 8 <= count,
                bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080
                    == 0
            {
                offset += 8
                continue
            }
            let lead = bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            if lead < 0x80 { offset += 1; continue }
            guard let length = sequenceLength(lead), offset + length <= count else { return offset }
            for index in 1..<length {
                let byte = bytes.unsafeLoad(fromByteOffset: offset + index, as: UInt8.self)
                let range = index == 1 ? secondByte(lead) : 0x80...0xBF
                guard range.contains(byte) else { return offset }
            }
            offset += length
        }
        return nil
    }

    private static func sequenceLength(_ lead: UInt8) -> Int? {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }

    /// Unicode table 3-7: the second byte excludes overlong forms, surrogates and values past U+10FFFF.
    private static func secondByte(_ lead: UInt8) -> ClosedRange<UInt8> {
        switch lead {
        case 0xE0: 0xA0...0xBF
        case 0xED: 0x80...0x9F
        case 0xF0: 0x90...0xBF
        case 0xF4: 0x80...0x8F
        default: 0x80...0xBF
        }
    }
}

extension JSONReader {
    /// The content of a string as it stands in the text.
    struct RawString {
        var start: Int
        var end: Int
        var hasEscapes: Bool
    }

    /// Reads a string from its opening to its closing quote.
    mutating func rawString() throws(WireError) -> RawString {
        guard at(offset) == UInt8(ascii: "\"") else { throw unexpected() }
        offset += 1
        let start = offset
        var hasEscapes = false
        while true {
            skipPlain()
            switch at(offset) {
            case UInt8(ascii: "\""):
                offset += 1
                return RawString(start: start, end: offset - 1, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try skipEscape()
            default: throw unexpected()
            }
        }
    }

    /// Advances to the next quote, backslash or control byte.
    @inline(__always)
    private mutating func skipPlain() {
        let start = offset
        offset = bytes.withUnsafeBytes { JSONPlainText.end(in: $0, from: start) }
    }

    private mutating func skipEscape() throws(WireError) {
        offset += 1
        switch at(offset) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            offset += 1
        case UInt8(ascii: "u"):
            offset += 1
            for _ in 0..<4 {
                guard Hex.value(at(offset)) != nil else { throw error(.invalidEscape) }
                offset += 1
            }
        default: throw error(offset < bytes.byteCount ? .invalidEscape : .unexpectedEnd)
        }
    }

    /// The text of a string whose form has been checked.
    func text(_ raw: RawString) throws(WireError) -> String {
        if raw.hasEscapes {
            return String(unsafeUninitializedCapacity: raw.end - raw.start) { unescape(raw, into: $0) }
        }
        // SAFETY: the range was returned by `rawString` and lies inside the bytes.
        return bytes.extracting(raw.start..<raw.end).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    func unescaped(_ raw: RawString) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: raw.end - raw.start) { buffer, count in
            count = unescape(raw, into: buffer)
        }
    }

    /// Writes the text of a string with escapes; no escape stands for more bytes than it has.
    private func unescape(_ raw: RawString, into out: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var count = 0
        var index = raw.start
        while index < raw.end {
            let byte = at(index)
            var plain = byte
            if byte == UInt8(ascii: "\\") {
                index += 1
                switch at(index) {
                case UInt8(ascii: "b"): plain = 0x08
                case UInt8(ascii: "f"): plain = 0x0C
                case UInt8(ascii: "n"): plain = 0x0A
                case UInt8(ascii: "r"): plain = 0x0D
                case UInt8(ascii: "t"): plain = 0x09
                case UInt8(ascii: "u"):
                    writeScalar(at: &index, end: raw.end, into: out, &count)
                    continue
                case let other: plain = other
                }
            }
            // SAFETY: at most as many bytes are written as were read.
            out[count] = plain
            count += 1
            index += 1
        }
        return count
    }

    /// Writes the scalar of `\uXXXX` or of a surrogate pair; a lone surrogate becomes U+FFFD. The index
    /// stands on the `u`.
    private func writeScalar(
        at index: inout Int, end: Int, into out: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int
    ) {
        let first = hex4(at: index + 1)
        index += 5
        var value = first
        if first >= 0xD800, first < 0xDC00, index + 6 <= end, at(index) == UInt8(ascii: "\\"),
            at(index + 1) == UInt8(ascii: "u")
        {
            let second = hex4(at: index + 2)
            if second >= 0xDC00, second < 0xE000 {
                value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
                index += 6
            }
        }
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
            out[count] = byte
            count += 1
        }
    }

    private func hex4(at index: Int) -> UInt32 {
        var value: UInt32 = 0
        for offset in index..<index + 4 { value = value << 4 | UInt32(Hex.value(at(offset)) ?? 0) }
        return value
    }
}

/// Byte classes and text building shared by the canonical forms. Everything works on UTF-8 bytes, because the
/// signature is computed over bytes and Unicode-aware string work would cost more than the hash.
enum Bytes {
    /// RFC 3986 unreserved: the only bytes AWS leaves unencoded.
    @inline(__always)
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }

    /// White space as AWS folds it in header values.
    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool {
        byte <= 0x20 && (byte == 0x20 || (byte >= 0x09 && byte <= 0x0D))
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39
    }

    /// `letters` is where the digits above nine are counted from: 0x57 for lower case, 0x37 for upper case.
    @inline(__always)
    static func hexDigit(_ nibble: UInt8, letters: UInt8) -> UInt8 {
        nibble + (nibble < 10 ? 0x30 : letters)
    }

    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x57
        case 0x41...0x46: byte - 0x37
        default: nil
        }
    }

    /// True when `name` equals `expected`, which is given in lower case, without regard to ASCII case.
    static func matches(_ name: String, _ expected: String) -> Bool {
        let given = name.utf8
        let wanted = expected.utf8
        guard given.count == wanted.count else { return false }
        let left = given.span
        let right = wanted.span
        for index in left.indices where lowercased(left[index]) != right[index] { return false }
        return true
    }

    /// True when `name`, without regard to ASCII case, equals the lower-case bytes `expected`.
    static func matches(_ name: String, _ expected: ArraySlice<UInt8>) -> Bool {
        let given = name.utf8
        guard given.count == expected.count else { return false }
        let left = given.span
        let right = expected.span
        for index in left.indices where lowercased(left[index]) != right[index] { return false }
        return true
    }

    /// True when the bytes are exactly those of `text`.
    static func equals(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
        let wanted = text.utf8
        guard bytes.count == wanted.count else { return false }
        let left = bytes.span
        let right = wanted.span
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }

    /// Compares without leaving early, so the time says nothing about where a forged signature differs.
    static func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }

    static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var start = bytes.startIndex
        var end = bytes.endIndex
        while start < end, isSpace(bytes[start]) { start += 1 }
        while end > start, isSpace(bytes[end - 1]) { end -= 1 }
        return bytes[start..<end]
    }
}

extension [UInt8] {
    @inline(__always)
    mutating func append(_ text: String) {
        append(contentsOf: text.utf8)
    }

    mutating func appendHex(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            append(Bytes.hexDigit(byte >> 4, letters: 0x57))
            append(Bytes.hexDigit(byte & 15, letters: 0x57))
        }
    }

    mutating func appendEscaped(_ byte: UInt8) {
        append(0x25)
        append(Bytes.hexDigit(byte >> 4, letters: 0x37))
        append(Bytes.hexDigit(byte & 15, letters: 0x37))
    }

    mutating func appendURIEncoded(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if Bytes.isUnreserved(byte) { append(byte) } else { appendEscaped(byte) }
        }
    }
}

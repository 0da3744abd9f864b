/// Byte classes and text building shared by the canonical forms. Everything works on UTF-8 bytes, because the
/// signature is computed over bytes and Unicode-aware string work would cost more than the hash.
enum Bytes {
    static let lowercaseHex: [UInt8] = Array("0123456789abcdef".utf8)
    static let uppercaseHex: [UInt8] = Array("0123456789ABCDEF".utf8)

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
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39
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
        var iterator = wanted.makeIterator()
        for byte in given where iterator.next() != lowercased(byte) { return false }
        return true
    }

    /// True when `name`, without regard to ASCII case, equals the lower-case bytes `expected`.
    static func matches(_ name: String, _ expected: ArraySlice<UInt8>) -> Bool {
        let given = name.utf8
        guard given.count == expected.count else { return false }
        var index = expected.startIndex
        for byte in given {
            if lowercased(byte) != expected[index] { return false }
            index += 1
        }
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
        var slice = bytes
        while let first = slice.first, isSpace(first) { slice.removeFirst() }
        while let last = slice.last, isSpace(last) { slice.removeLast() }
        return slice
    }
}

extension [UInt8] {
    @inline(__always)
    mutating func append(_ text: String) {
        append(contentsOf: text.utf8)
    }

    mutating func appendHex(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            append(Bytes.lowercaseHex[Int(byte >> 4)])
            append(Bytes.lowercaseHex[Int(byte & 15)])
        }
    }

    mutating func appendEscaped(_ byte: UInt8) {
        append(0x25)
        append(Bytes.uppercaseHex[Int(byte >> 4)])
        append(Bytes.uppercaseHex[Int(byte & 15)])
    }

    mutating func appendURIEncoded(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if Bytes.isUnreserved(byte) { append(byte) } else { appendEscaped(byte) }
        }
    }
}

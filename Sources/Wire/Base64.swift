/// The base 64 encoding of RFC 4648 with its standard alphabet.
public enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let invalid: UInt8 = 0xFF
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    /// Appends the encoding of the bytes, padded.
    public static func write(_ bytes: [UInt8], to out: inout [UInt8]) {
        out.reserveCapacity(out.count + (bytes.count + 2) / 3 * 4)
        let alphabet = alphabet
        var offset = 0
        while offset + 2 < bytes.count {
            let word = Int(bytes[offset]) << 16 | Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2])
            out.append(alphabet[word >> 18])
            out.append(alphabet[word >> 12 & 63])
            out.append(alphabet[word >> 6 & 63])
            out.append(alphabet[word & 63])
            offset += 3
        }
        if offset + 1 == bytes.count {
            out.append(alphabet[Int(bytes[offset]) >> 2])
            out.append(alphabet[Int(bytes[offset]) << 4 & 63])
            out.append(contentsOf: "==".utf8)
        } else if offset + 2 == bytes.count {
            let word = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            out.append(alphabet[word >> 10])
            out.append(alphabet[word >> 4 & 63])
            out.append(alphabet[word << 2 & 63])
            out.append(UInt8(ascii: "="))
        }
    }

    public static func encoded(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        write(bytes, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// The bytes of an encoding; padding may be absent, white space and other alphabets are refused.
    public static func decoded(_ text: some Collection<UInt8>) -> [UInt8]? {
        let values = values
        var out: [UInt8] = []
        out.reserveCapacity(text.count / 4 * 3 + 3)
        var word = 0
        var count = 0
        var padding = 0
        for byte in text {
            if byte == UInt8(ascii: "=") { padding += 1; continue }
            let value = values[Int(byte)]
            guard value != invalid, padding == 0 else { return nil }
            word = word << 6 | Int(value)
            count += 1
            guard count & 3 == 0 else { continue }
            out.append(UInt8(truncatingIfNeeded: word >> 16))
            out.append(UInt8(truncatingIfNeeded: word >> 8))
            out.append(UInt8(truncatingIfNeeded: word))
            word = 0
        }
        switch (count & 3, padding) {
        case (0, 0): break
        case (2, 0), (2, 2): out.append(UInt8(truncatingIfNeeded: word >> 4))
        case (3, 0), (3, 1):
            out.append(UInt8(truncatingIfNeeded: word >> 10))
            out.append(UInt8(truncatingIfNeeded: word >> 2))
        default: return nil
        }
        return out
    }

    public static func decoded(_ text: String) -> [UInt8]? { decoded(text.utf8) }
}

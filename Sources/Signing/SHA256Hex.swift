internal import Crypto

/// SHA-256 in the form Signature Version 4 wants it: 64 lower-case hexadecimal digits.
public enum SHA256Hex {
    /// The digest of no bytes at all, which AWS expects as the payload hash of a request without a body.
    public static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// The digest of `bytes` as 64 lower-case hexadecimal digits.
    public static func of(_ bytes: [UInt8]) -> String {
        Bytes.text(digits(of: bytes[...]))
    }

    /// The digest of a part of a buffer as 64 lower-case hexadecimal digits.
    public static func of(_ bytes: ArraySlice<UInt8>) -> String {
        Bytes.text(digits(of: bytes))
    }

    static func digits(of bytes: ArraySlice<UInt8>) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        digits.appendHex(SHA256.hash(data: bytes))
        return digits
    }

    /// Whether the text is 64 lower-case hexadecimal digits.
    public static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { Bytes.isDigit($0) || ($0 >= 0x61 && $0 <= 0x66) }
    }

    /// Standard Base64 of the digest of `text`; AWS quotes a header this way instead of echoing a secret.
    static func base64(of text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var digest = Array(SHA256.hash(data: Array(text.utf8)))
        // 32 bytes are ten triples and a pair: one byte of filling, one sign of padding.
        digest.append(0)
        var encoded: [UInt8] = []
        for start in stride(from: 0, to: 33, by: 3) {
            let word =
                UInt32(digest[start]) << 16 | UInt32(digest[start + 1]) << 8 | UInt32(digest[start + 2])
            for shift in [UInt32(18), 12, 6, 0] { encoded.append(alphabet[Int(word >> shift & 63)]) }
        }
        encoded[encoded.count - 1] = 0x3D
        return Bytes.text(encoded)
    }
}

internal import Wire

/// An opaque place in a listing, handed to the caller as `NextToken`.
public enum PageToken {
    /// Spells a place, bound to what was asked so that it cannot be used for another question.
    public static func encode(_ place: [String], for question: String) -> String {
        let fields = [String(checksum(of: question), radix: 16)] + place
        return Base64.encoded(JSON.array(fields.map { .string($0) }).utf8)
    }

    /// The place, or nil for a text that is no token for this question.
    public static func decode(_ token: String, for question: String) -> [String]? {
        guard let bytes = Base64.decoded(token), case .array(let fields)? = try? JSON(parsing: bytes) else {
            return nil
        }
        let texts = fields.compactMap(\.string)
        guard texts.count == fields.count, texts.first == String(checksum(of: question), radix: 16) else {
            return nil
        }
        return Array(texts.dropFirst())
    }

    /// FNV-1a: tokens need no secrecy, only a guard against mix-ups.
    private static func checksum(of text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

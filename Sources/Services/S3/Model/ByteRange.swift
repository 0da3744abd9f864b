internal import S3Interface

/// A range of bytes as `Range` asks for it. <https://www.rfc-editor.org/rfc/rfc9110#section-14.1.2>
enum ByteRange {
    /// The bytes asked for; nil for the whole, which a malformed or manifold range means too.
    static func parse(_ field: String?, size: Int) throws -> Range<Int>? {
        guard let field, field.hasPrefix("bytes="), !field.contains(",") else { return nil }
        let parts = field.dropFirst(6).split(
            separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        if parts[0].isEmpty {
            guard let count = Int(parts[1]), count >= 0 else { return nil }
            guard count > 0, size > 0 else { throw refusal(field, size) }
            return max(0, size - count)..<size
        }
        guard let first = Int(parts[0]), first >= 0 else { return nil }
        guard let last = parts[1].isEmpty ? Int.max : Int(parts[1]), last >= first else { return nil }
        guard first < size else { throw refusal(field, size) }
        return first..<(min(last, size - 1) + 1)
    }

    private static func refusal(_ field: String, _ size: Int) -> InvalidRange {
        InvalidRange(rangeRequested: field, actualObjectSize: String(size))
    }
}

/// The extensions behind a chunk's size (RFC 9112 section 7.1.1): none is known, so they are checked and
/// ignored.
///
/// White space around `;` and `=`, which the RFC calls bad and only tolerates, is refused: parsers differ
/// there.
enum ChunkExtensions {
    static func skip(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws(HTTPRefusal) {
        var index = range.lowerBound
        while index < range.upperBound {
            guard bytes[index] == UInt8(ascii: ";") else { throw .badChunk }
            index = try skipToken(bytes, index + 1..<range.upperBound)
            guard index < range.upperBound, bytes[index] == UInt8(ascii: "=") else { continue }
            index += 1
            if index < range.upperBound, bytes[index] == UInt8(ascii: "\"") {
                index = try skipQuoted(bytes, index + 1..<range.upperBound)
            } else {
                index = try skipToken(bytes, index..<range.upperBound)
            }
        }
    }

    private static func skipToken(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
    ) throws(HTTPRefusal) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, FieldSyntax.isTokenCharacter(bytes[index]) { index += 1 }
        guard index > range.lowerBound else { throw .badChunk }
        return index
    }

    /// Behind the closing quotation mark.
    private static func skipQuoted(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
    ) throws(HTTPRefusal) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\") { index += 1 }
            guard index < range.upperBound, !FieldSyntax.isForbiddenInValue(bytes[index]) else {
                throw .badChunk
            }
            index += 1
        }
        guard index < range.upperBound else { throw .badChunk }
        return index + 1
    }
}

/// One line of a header or trailer section (RFC 9112 section 5).
enum FieldLine {
    /// Parses `line`; strict where leniency lets two parsers differ: no folding, no space before the colon,
    /// no control characters.
    static func parse(
        _ bytes: UnsafeRawBufferPointer, _ line: Range<Int>
    ) throws(HTTPRefusal) -> HTTPHeaders.Field {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":"), in: line), colon > line.lowerBound else {
            throw .badHeaderLine
        }
        if bytes.contains(in: line.lowerBound..<colon, { !FieldSyntax.isTokenCharacter($0) }) {
            throw .badHeaderLine
        }
        let value = bytes.trimmed(colon + 1..<line.upperBound)
        if bytes.containsControl(in: value) { throw .badHeaderLine }
        return HTTPHeaders.Field(
            nameStart: UInt32(line.lowerBound), nameLength: UInt32(colon - line.lowerBound),
            valueStart: UInt32(value.lowerBound), valueLength: UInt32(value.count))
    }
}

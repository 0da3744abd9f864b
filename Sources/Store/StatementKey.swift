/// What tells one statement from another: its literal parts, by address, and where its values stand.
///
/// A literal lives as long as the program, so its address and length stand for its text. The same text at two
/// addresses only means that the statement is prepared twice.
struct StatementKey: Hashable, Sendable {
    /// Address and length of each literal; two zeros for a value.
    private var words: [UInt] = []
    private var fingerprint: UInt = 0

    mutating func reserve(literals: Int, values: Int) { words.reserveCapacity(2 * (literals + values)) }

    mutating func append(_ literal: StaticString) {
        guard literal.hasPointerRepresentation else { return append(scalar: literal.unicodeScalar) }
        guard literal.utf8CodeUnitCount > 0 else { return }
        // SAFETY: only the address is kept here; `text` reads it while the program, and so the literal,
        // lives.
        append(UInt(bitPattern: literal.utf8Start), UInt(literal.utf8CodeUnitCount))
    }

    /// A literal of one scalar has no address: a zero and the scalar stand for it.
    private mutating func append(scalar: Unicode.Scalar) { append(0, UInt(scalar.value) + 1) }

    mutating func appendPlaceholder() { append(0, 0) }

    mutating func append(_ other: StatementKey) {
        for index in stride(from: 0, to: other.words.count, by: 2) {
            append(other.words[index], other.words[index + 1])
        }
    }

    private mutating func append(_ address: UInt, _ count: UInt) {
        words.append(address)
        words.append(count)
        // Multiply and rotate: enough to spread addresses, and the whole key is compared anyway.
        let mixed = (fingerprint ^ address ^ (count << 48)) &* 0x9E37_79B9_7F4A_7C15
        fingerprint = (mixed << 23) | (mixed >> 41)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    static func == (left: StatementKey, right: StatementKey) -> Bool {
        left.fingerprint == right.fingerprint && left.words == right.words
    }

    /// The text with a question mark for each value.
    var text: String {
        var text = ""
        for index in stride(from: 0, to: words.count, by: 2) {
            let (address, count) = (words[index], words[index + 1])
            if let start = UnsafePointer<UInt8>(bitPattern: address) {
                // SAFETY: address and count came from one `StaticString`, which is never freed.
                text += String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
            } else if count == 0 {
                text += "?"
            } else if let scalar = Unicode.Scalar(UInt32(count - 1)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

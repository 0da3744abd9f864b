/// A reader of bodies, as the REST protocols use it below the parts of the head.
protocol BodyReader: ShapeReader, ~Copyable, ~Escapable {
    /// Whether there is no body at all.
    var isEmpty: Bool { get }
    /// Passes over the value that was announced.
    mutating func skip() throws(WireError)
    /// Makes the whole body the value of a member.
    mutating func enter(_ member: Member)
    /// The end of the body: nothing may follow.
    mutating func end() throws(WireError)
}

extension JSONReader: BodyReader {
    var isEmpty: Bool { bytes.byteCount == 0 }

    mutating func skip() throws(WireError) { try skipValue() }

    mutating func enter(_ member: Member) {
        self.member = .passUnretained(member)
        skipSpace()
    }
}

/// A word or sign of an expression.
struct Token {
    enum Kind: Equatable {
        case identifier, namePlaceholder, valuePlaceholder, number
        case sign(UInt8)
        /// `<=`, `>=`, `<>`.
        case comparator
        case end
    }

    let kind: Kind
    let text: String
    /// Offset in bytes of the first byte and after the last.
    let start: Int
    let end: Int

    func isSign(_ sign: Unicode.Scalar) -> Bool { kind == .sign(UInt8(ascii: sign)) }

    /// Whether the token is the keyword, in any case.
    func isKeyword(_ keyword: String) -> Bool {
        kind == .identifier && text.utf8.count == keyword.utf8.count && text.uppercased() == keyword
    }
}

/// A set of characters.
struct ScalarSet: Sendable {
    /// Classes of characters that Unicode defines.
    enum Class: Sendable {
        case letter, mark, number, separator, punctuation, symbol, other

        func contains(_ category: Unicode.GeneralCategory) -> Bool {
            switch category {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
                self == .letter
            case .nonspacingMark, .spacingMark, .enclosingMark: self == .mark
            case .decimalNumber, .letterNumber, .otherNumber: self == .number
            case .spaceSeparator, .lineSeparator, .paragraphSeparator: self == .separator
            case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
                .initialPunctuation,
                .finalPunctuation, .otherPunctuation:
                self == .punctuation
            case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: self == .symbol
            default: self == .other
            }
        }
    }

    var ranges: [ClosedRange<UInt32>] = []
    var classes: [Class] = []
    /// Sets that are members as a whole, such as `\W` inside brackets.
    var inner: [ScalarSet] = []
    var isNegated = false

    static let all = ScalarSet(ranges: [0...0x10FFFF])
    static let digits = ScalarSet(ranges: [0x30...0x39])
    static let words = ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let spaces = ScalarSet(ranges: [0x09...0x0D, 0x20...0x20])
    static let unicodeSpaces = ScalarSet(
        ranges: [0x09...0x0D, 0x20...0x20, 0xFEFF...0xFEFF], classes: [.separator])
    /// What a dot matches: everything but the ends of lines.
    static let dot = ScalarSet(
        ranges: [0x0A...0x0A, 0x0D...0x0D, 0x85...0x85, 0x2028...0x2029], isNegated: true)

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        var isMember = ranges.contains { $0.contains(value) }
        if !isMember, !classes.isEmpty {
            let category = scalar.properties.generalCategory
            isMember = classes.contains { $0.contains(category) }
        }
        if !isMember { isMember = inner.contains { $0.contains(scalar) } }
        return isMember != isNegated
    }

    var negated: ScalarSet {
        var set = self
        set.isNegated.toggle()
        return set
    }
}

extension ScalarSet {
    /// The only character of the set, if it names one.
    var single: UInt32? {
        guard ranges.count == 1, classes.isEmpty, inner.isEmpty, !isNegated, ranges[0].count == 1 else {
            return nil
        }
        return ranges[0].lowerBound
    }
}

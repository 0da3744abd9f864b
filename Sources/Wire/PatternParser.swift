/// Reads a regular expression into its parts; nil for what is not supported.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0

    /// What `\s` stands for.
    private let spaces: ScalarSet

    init(_ text: String, spaces: ScalarSet = .spaces) {
        scalars = Array(text.unicodeScalars)
        self.spaces = spaces
    }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    private mutating func takeAll(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard index + wanted.count <= scalars.count,
            scalars[index..<index + wanted.count].elementsEqual(wanted)
        else { return false }
        index += wanted.count
        return true
    }

    mutating func parse() -> PatternNode? {
        guard let node = alternatives(), index == scalars.count else { return nil }
        return node
    }

    private mutating func alternatives() -> PatternNode? {
        guard depth < 32 else { return nil }
        depth += 1
        defer { depth -= 1 }
        var branches: [PatternNode] = []
        repeat {
            guard let branch = sequence() else { return nil }
            branches.append(branch)
        } while take("|")
        if branches.count == 1 { return branches[0] }
        // Alternatives of single characters are one set, which needs no backtracking.
        var union = ScalarSet()
        for branch in branches {
            guard case .set(let set) = branch else { return .alternatives(branches) }
            union.inner.append(set)
        }
        return .set(union)
    }

    private mutating func sequence() -> PatternNode? {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            guard let atom = atom(), let node = repetition(of: atom) else { return nil }
            nodes.append(node)
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func repetition(of atom: PatternNode) -> PatternNode? {
        var node = atom
        while let scalar = next {
            var bounds: (least: Int, most: Int)
            switch scalar {
            case "*": bounds = (0, Int.max); index += 1
            case "+": bounds = (1, Int.max); index += 1
            case "?": bounds = (0, 1); index += 1
            case "{":
                guard let counted = counts() else { return nil }
                bounds = counted
            default: return node
            }
            // Lazy and possessive repetitions match the same whole values as greedy ones do.
            if next == "?" || next == "+" { index += 1 }
            node = .repeated(node, least: bounds.least, most: bounds.most)
        }
        return node
    }

    private mutating func counts() -> (least: Int, most: Int)? {
        index += 1
        guard let least = number() else { return nil }
        if take("}") { return (least, least) }
        guard take(",") else { return nil }
        if take("}") { return (least, Int.max) }
        guard let most = number(), most >= least, take("}") else { return nil }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var digits = ""
        while let scalar = next, ("0"..."9").contains(scalar), digits.count < 9 {
            digits.unicodeScalars.append(scalar)
            index += 1
        }
        return Int(digits)
    }

    private mutating func atom() -> PatternNode? {
        guard let scalar = next else { return nil }
        index += 1
        switch scalar {
        case "(": return group()
        case "[": return set().map { .set($0) }
        case ".": return .set(.dot)
        case "^": return .start
        case "$": return .end
        case "\\":
            if next == "z" || next == "Z" { index += 1; return .end }
            if next == "A" { index += 1; return .start }
            if next == "b" || next == "B" {
                defer { index += 1 }
                return .boundary(isNegated: next == "B")
            }
            return escape().map { .set($0) }
        case "*", "+", "?": return nil
        default: return .set(ScalarSet(ranges: [scalar.value...scalar.value]))
        }
    }

    private mutating func group() -> PatternNode? {
        var look: Bool?
        if takeAll("?!") {
            look = true
        } else if takeAll("?=") {
            look = false
        } else if !takeAll("?:"), next == "?" {
            return nil
        }
        guard let inner = alternatives(), take(")") else { return nil }
        return look.map { .ahead(inner, isNegative: $0) } ?? inner
    }

    /// A set in brackets, whose opening bracket was read.
    private mutating func set() -> ScalarSet? {
        guard depth < 32 else { return nil }
        depth += 1
        defer { depth -= 1 }
        var set = ScalarSet()
        let isNegated = take("^")
        var isFirst = true
        while let scalar = next {
            if scalar == "]", !isFirst {
                index += 1
                set.isNegated = isNegated
                return set
            }
            isFirst = false
            // Intersections are not in use.
            if scalar == "&", index + 1 < scalars.count, scalars[index + 1] == "&" { return nil }
            guard add(to: &set) else { return nil }
        }
        return nil
    }

    private mutating func add(to set: inout ScalarSet) -> Bool {
        guard let item = item() else { return false }
        guard let low = item.single else {
            set.inner.append(item)
            return true
        }
        guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
            set.ranges.append(low...low)
            return true
        }
        let mark = index
        index += 1
        guard let end = self.item() else { return false }
        guard let high = end.single, high >= low else {
            // A dash before a class stands for itself.
            index = mark
            set.ranges.append(low...low)
            return true
        }
        set.ranges.append(low...high)
        return true
    }

    private mutating func item() -> ScalarSet? {
        guard let scalar = next else { return nil }
        index += 1
        if scalar == "[" { return set() }
        if scalar == "\\" { return escape() }
        return ScalarSet(ranges: [scalar.value...scalar.value])
    }

    /// What follows a backslash.
    private mutating func escape() -> ScalarSet? {
        guard let scalar = next else { return nil }
        index += 1
        switch scalar {
        case "d": return .digits
        case "D": return ScalarSet.digits.negated
        case "w": return .words
        case "W": return ScalarSet.words.negated
        case "s": return spaces
        case "S": return spaces.negated
        case "p": return property()
        case "P": return property()?.negated
        case "u": return surrogates()
        case "x": return codePoint()
        case "n": return ScalarSet(ranges: [0x0A...0x0A])
        case "r": return ScalarSet(ranges: [0x0D...0x0D])
        case "t": return ScalarSet(ranges: [0x09...0x09])
        case "f": return ScalarSet(ranges: [0x0C...0x0C])
        case "v": return ScalarSet(ranges: [0x0B...0x0B])
        case "c": return control()
        default:
            let isLetter = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            return isLetter ? nil : ScalarSet(ranges: [scalar.value...scalar.value])
        }
    }

    /// `\cX`, the control character of a letter.
    private mutating func control() -> ScalarSet? {
        guard let letter = next, letter.isASCII, letter.properties.isAlphabetic else { return nil }
        index += 1
        return ScalarSet(ranges: [letter.value % 32...letter.value % 32])
    }

    private mutating func hexadecimal(_ count: Int) -> UInt32? {
        guard index + count <= scalars.count else { return nil }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[index..<index + count])
        guard let value = UInt32(text, radix: 16) else { return nil }
        index += count
        return value
    }

    /// `\xXX`, or `\x{X…}`.
    private mutating func codePoint() -> ScalarSet? {
        guard take("{") else { return hexadecimal(2).map { ScalarSet(ranges: [$0...$0]) } }
        guard let end = scalars[index...].firstIndex(of: "}"), end - index <= 6,
            let value = hexadecimal(end - index)
        else { return nil }
        index += 1
        return ScalarSet(ranges: [value...value])
    }

    /// `\uXXXX`, or two of them that make one character.
    private mutating func surrogates() -> ScalarSet? {
        guard let first = hexadecimal(4) else { return nil }
        guard (0xD800..<0xDC00).contains(first), takeAll("\\u"), let second = hexadecimal(4) else {
            return ScalarSet(ranges: [first...first])
        }
        let value = 0x10000 + (first - 0xD800) << 10 + (second &- 0xDC00)
        return ScalarSet(ranges: [value...value])
    }

    private mutating func property() -> ScalarSet? {
        var name = ""
        if take("{") {
            while let scalar = next, scalar != "}" {
                name.unicodeScalars.append(scalar)
                index += 1
            }
            guard take("}") else { return nil }
        } else if let scalar = next {
            name.unicodeScalars.append(scalar)
            index += 1
        }
        switch name {
        case "L", "Letter", "IsAlphabetic", "IsLetter": return ScalarSet(classes: [.letter])
        case "LD": return ScalarSet(classes: [.letter, .number])
        case "M": return ScalarSet(classes: [.mark])
        case "N", "Nd", "digit": return ScalarSet(classes: [.number])
        case "Z", "Zs": return ScalarSet(classes: [.separator])
        case "P": return ScalarSet(classes: [.punctuation])
        case "S": return ScalarSet(classes: [.symbol])
        case "C": return ScalarSet(classes: [.other])
        case "Alpha": return ScalarSet(ranges: [0x41...0x5A, 0x61...0x7A])
        case "Alnum": return ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x61...0x7A])
        case "Digit": return .digits
        case "Lower": return ScalarSet(ranges: [0x61...0x7A])
        case "Upper": return ScalarSet(ranges: [0x41...0x5A])
        case "Space": return .spaces
        case "Graph": return ScalarSet(ranges: [0x21...0x7E])
        case "Print": return ScalarSet(ranges: [0x20...0x7E])
        case "Punct": return ScalarSet(ranges: [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
        case "ASCII": return ScalarSet(ranges: [0...0x7F])
        default: return nil
        }
    }
}

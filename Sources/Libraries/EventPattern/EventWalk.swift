internal import Wire

/// One walk over the bytes of an event: collects the branches whose anchoring field matches, and the values
/// of the fields that other conditions ask for.
struct EventWalk {
    /// A kept value: where it stands, and in which array element.
    struct Value {
        var node: Int
        var lo: Int
        var hi: Int
        /// Number in `decoded`, or -1 when the value stands in the event itself.
        var decoded: Int
        /// Number in `elements`, or -1 outside of arrays.
        var element: Int
    }

    /// An element of an array that holds objects or arrays.
    struct Element {
        var parent: Int
        var array: Int
        var index: Int
    }

    private struct Place {
        var node: Int
        var element: Int
        var depth: Int
    }

    /// Room made at the first match, so that a few more do not move it.
    private static let matchesExpected = 8

    let rules: CompiledRules
    private(set) var values: [Value] = []
    private(set) var elements: [Element] = []
    /// Strings that had escapes, with their quotes.
    private(set) var decoded: [[UInt8]] = []
    private var arrays = 0
    private var matched: [Int] = []
    private var candidates: [Int] = []

    init(_ rules: CompiledRules) { self.rules = rules }

    /// The rules that match, ascending.
    mutating func run(_ bytes: Span<UInt8>) -> [Int] {
        let start = bytes.skipSpace(0)
        guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return [] }
        guard let end = object(bytes, start, Place(node: 0, element: -1, depth: 1), rules.tree),
            bytes.skipSpace(end) == bytes.count
        else { return [] }
        candidates += rules.unanchored
        if !candidates.isEmpty { check(bytes) }
        Self.tidy(&matched)
        return matched
    }

    private mutating func check(_ bytes: Span<UInt8>) {
        Self.tidy(&candidates)
        // Taken out, so that the check holds no second reference to it.
        var found = matched
        matched = []
        var check = BranchCheck(self, bytes)
        for number in candidates where check.holds(rules.branches[number].slots) {
            found.append(rules.branches[number].rule)
        }
        matched = found
    }

    /// Sorts and removes repetitions, in place.
    private static func tidy(_ numbers: inout [Int]) {
        guard numbers.count > 1 else { return }
        var isAscending = true
        for index in 1..<numbers.count where numbers[index - 1] >= numbers[index] { isAscending = false }
        if isAscending { return }
        if let greatest = numbers.max(), numbers.count >= manyMatches, greatest < numbers.count * 64 {
            return tidyMany(&numbers, upTo: greatest)
        }
        numbers.sort()
        var kept = 1
        for index in 1..<numbers.count where numbers[index] != numbers[kept - 1] {
            numbers[kept] = numbers[index]
            kept += 1
        }
        numbers.removeLast(numbers.count - kept)
    }

    /// So many numbers are put in order by marking each, instead of by comparing them.
    private static let manyMatches = 64

    private static func tidyMany(_ numbers: inout [Int], upTo greatest: Int) {
        var marks: [UInt64] = Array(repeating: 0, count: greatest / 64 + 1)
        for number in numbers { marks[number >> 6] |= 1 << UInt64(number & 63) }
        numbers.removeAll(keepingCapacity: true)
        for index in marks.indices {
            var word = marks[index]
            while word != 0 {
                numbers.append(index << 6 | word.trailingZeroBitCount)
                word &= word &- 1
            }
        }
    }

    // MARK: the walk; each step returns the offset behind what it read, or nil when the text is broken

    private mutating func object(
        _ bytes: Span<UInt8>, _ open: Int, _ place: Place, _ tree: PathTree
    ) -> Int? {
        var index = bytes.skipSpace(open &+ 1)
        guard index < bytes.count else { return nil }
        if bytes[index] == UInt8(ascii: "}") { return index &+ 1 }
        while true {
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\""), let name = bytes.string(at: index)
            else {
                return nil
            }
            let node =
                name.hasEscape
                ? childOfEscaped(bytes, index, name.end, place.node)
                : tree.child(of: place.node, bytes, index &+ 1, name.end)
            index = bytes.skipSpace(name.end &+ 1)
            guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return nil }
            index = bytes.skipSpace(index &+ 1)
            guard index < bytes.count else { return nil }
            let end =
                node < 0
                ? bytes.skipValue(index)
                : value(bytes, index, Place(node: node, element: place.element, depth: place.depth), tree)
            guard let end, end > index else { return nil }
            index = bytes.skipSpace(end)
            guard index < bytes.count else { return nil }
            if bytes[index] == UInt8(ascii: "}") { return index &+ 1 }
            guard bytes[index] == UInt8(ascii: ",") else { return nil }
            index = bytes.skipSpace(index &+ 1)
        }
    }

    private mutating func value(
        _ bytes: Span<UInt8>, _ index: Int, _ place: Place, _ tree: PathTree
    ) -> Int? {
        switch bytes[index] {
        case UInt8(ascii: "{"):
            if tree.nodes[place.node].isLeaf { return bytes.skipContainer(index) }
            guard place.depth < JSON.depthMax else { return nil }
            return object(
                bytes, index, Place(node: place.node, element: place.element, depth: place.depth + 1), tree)
        case UInt8(ascii: "["):
            guard place.depth < JSON.depthMax else { return nil }
            return array(
                bytes, index, Place(node: place.node, element: place.element, depth: place.depth + 1), tree)
        case UInt8(ascii: "\""):
            guard let string = bytes.string(at: index) else { return nil }
            guard tree.nodes[place.node].takesValues else { return string.end &+ 1 }
            if string.hasEscape {
                escaped(bytes, index, string.end &+ 1, place)
            } else {
                scalar(bytes, index, string.end &+ 1, place, decoded: -1)
            }
            return string.end &+ 1
        default:
            let end = bytes.skipScalar(index)
            if end > index, tree.nodes[place.node].takesValues {
                scalar(bytes, index, end, place, decoded: -1)
            }
            return end
        }
    }

    private mutating func array(
        _ bytes: Span<UInt8>, _ open: Int, _ place: Place, _ tree: PathTree
    ) -> Int? {
        let array = arrays
        arrays &+= 1
        var position = 0
        var index = bytes.skipSpace(open &+ 1)
        guard index < bytes.count else { return nil }
        if bytes[index] == UInt8(ascii: "]") { return index &+ 1 }
        while true {
            guard index < bytes.count else { return nil }
            var inner = place
            if rules.needsElements, bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "[") {
                inner.element = elements.count
                elements.append(Element(parent: place.element, array: array, index: position))
            }
            guard let end = value(bytes, index, inner, tree), end > index else { return nil }
            index = bytes.skipSpace(end)
            guard index < bytes.count else { return nil }
            if bytes[index] == UInt8(ascii: "]") { return index &+ 1 }
            guard bytes[index] == UInt8(ascii: ",") else { return nil }
            index = bytes.skipSpace(index &+ 1)
            position &+= 1
        }
    }

    @inline(__always)
    private mutating func scalar(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, _ place: Place, decoded: Int) {
        let node = rules.tree.nodes[place.node]
        if node.keepsValues {
            values.append(Value(node: place.node, lo: lo, hi: hi, decoded: decoded, element: place.element))
        }
        guard node.field >= 0 else { return }
        let rules = rules
        rules.fields[node.field].find(bytes, lo, hi) { branch in
            let rule = rules.singleRules[branch]
            if rule >= 0 {
                if matched.isEmpty { matched.reserveCapacity(Self.matchesExpected) }
                matched.append(rule)
            } else {
                candidates.append(branch)
            }
        }
    }

    private mutating func escaped(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, _ place: Place) {
        guard let text = Self.decode(bytes, lo, hi) else { return }
        let number = decoded.count
        decoded.append(text)
        scalar(text.span, 0, text.count, place, decoded: number)
    }

    private func childOfEscaped(_ bytes: Span<UInt8>, _ lo: Int, _ end: Int, _ node: Int) -> Int {
        guard let name = Self.decode(bytes, lo, end + 1) else { return -1 }
        return rules.tree.child(of: node, name.span, 1, name.count - 1)
    }

    /// The string at `lo..<hi` with its quotes and without its escapes; nil when an escape is not valid.
    private static func decode(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) -> [UInt8]? {
        do {
            guard case .string(let text) = try JSON(parsing: bytes.copy(lo, hi)) else { return nil }
            return [UInt8(ascii: "\"")] + Array(text.utf8) + [UInt8(ascii: "\"")]
        } catch {
            return nil
        }
    }
}

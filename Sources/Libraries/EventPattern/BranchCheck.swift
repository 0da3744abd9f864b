/// Whether all fields of a branch match, in one and the same element of every array.
///
/// A field that must be missing is missing when no value of it stands in the elements that the fields before
/// it (by path) were found in.
struct BranchCheck: ~Escapable {
    /// How many elements a search with missing fields may look at before the branch counts as not matched.
    static let choicesMax = 1_000_000
    /// How many different sets of satisfied fields are followed at once.
    static let setsMax = 1024

    private let walk: EventWalk
    private let bytes: Span<UInt8>
    /// The first value of each field whose values are kept, and the next value of the same field; -1 at the
    /// end.
    private var firsts: [Int]
    private var nexts: [Int]
    /// Values as numbers once they have been asked for.
    private var numbers: [Int64]
    /// Elements in which all fields looked at so far were found, ascending, and those of the field at hand.
    private var common: [Int] = []
    private var hits: [Int] = []

    @_lifetime(copy bytes)
    init(_ walk: EventWalk, _ bytes: Span<UInt8>) {
        self.walk = walk
        self.bytes = bytes
        firsts = Array(repeating: -1, count: walk.rules.tree.keptCount)
        nexts = Array(repeating: -1, count: walk.values.count)
        numbers = Array(repeating: Self.unread, count: walk.values.count)
        for index in walk.values.indices.reversed() {
            let kept = walk.rules.tree.nodes[walk.values[index].node].kept
            nexts[index] = firsts[kept]
            firsts[kept] = index
        }
    }

    mutating func holds(_ slots: [CompiledRules.Slot]) -> Bool {
        meetInOneElement(slots) ?? meetSomewhere(slots)
    }

    private func firstValue(of slot: CompiledRules.Slot) -> Int {
        let kept = walk.rules.tree.nodes[slot.node].kept
        return kept < 0 ? -1 : firsts[kept]
    }

    // MARK: the usual case

    /// Whether one element has all fields that were not found outside of arrays; nil when that does not
    /// decide: a field may be missing, or arrays lie in one another or beside each other.
    private mutating func meetInOneElement(_ slots: [CompiledRules.Slot]) -> Bool? {
        common.removeAll(keepingCapacity: true)
        var isFirst = true
        var array = -1
        for index in slots.indices {
            if slots[index].isAbsence { return nil }
            var isFlat = true
            guard !findHits(slots[index], among: isFirst ? nil : common, &array, &isFlat) else { continue }
            guard !hits.isEmpty else { return isFirst || isFlat ? false : nil }
            swap(&common, &hits)
            isFirst = false
            if !isFlat { array = Self.mixed }
        }
        return true
    }

    /// Stands for several arrays.
    private static let mixed = -2

    /// Collects the elements in which a field matches, of some or of all; true when it matches outside of
    /// arrays.
    private mutating func findHits(
        _ slot: CompiledRules.Slot, among chosen: [Int]?, _ array: inout Int, _ isFlat: inout Bool
    ) -> Bool {
        hits.removeAll(keepingCapacity: true)
        var isAscending = true
        var index = firstValue(of: slot)
        while index >= 0 {
            let (place, value) = (index, walk.values[index])
            index = nexts[index]
            guard value.element >= 0 else {
                if accepts(slot, at: place) { return true }
                continue
            }
            if array == -1 { array = walk.elements[value.element].array }
            if walk.elements[value.element].array != array { isFlat = false }
            if hits.last == value.element { continue }
            if let chosen, !Self.contains(chosen, value.element) { continue }
            guard accepts(slot, at: place) else { continue }
            if let last = hits.last, last > value.element { isAscending = false }
            hits.append(value.element)
        }
        if !isAscending { hits.sort() }
        return false
    }

    private static func contains(_ ascending: [Int], _ element: Int) -> Bool {
        var low = 0
        var high = ascending.count
        while low < high {
            let middle = (low + high) / 2
            if ascending[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low < ascending.count && ascending[low] == element
    }

    // MARK: the general case

    /// Where the values of one field that match stand.
    private struct Hits {
        /// Elements of matching values, each once; -1 is outside of arrays.
        var elements: [Int] = []
        var isAbsence = false
        /// Elements of all values of a field that may be missing.
        var present: [Int] = []

        var isRoot: Bool { elements.contains(-1) }
    }

    private mutating func meetSomewhere(_ slots: [CompiledRules.Slot]) -> Bool {
        var inArrays: [Hits] = []
        var mustSearch = false
        for slot in slots {
            let hits = hits(of: slot)
            if hits.elements.isEmpty {
                guard hits.isAbsence, !hits.present.contains(-1) else { return false }
                if hits.present.isEmpty { continue }
                mustSearch = true
            } else if hits.isRoot, !mustSearch, !slots.contains(where: \.isAbsence) {
                continue
            } else if hits.isAbsence {
                mustSearch = true
            }
            inArrays.append(hits)
        }
        if mustSearch || inArrays.count > 64 {
            var search = ElementSearch(
                walk.elements, inArrays.map { ($0.elements, $0.isAbsence ? $0.present : nil) })
            return search.run()
        }
        if inArrays.allSatisfy({ $0.isRoot }) || inArrays.count == 1 { return true }
        return ElementSets(walk.elements, inArrays.map(\.elements)).meet
    }

    private mutating func hits(of slot: CompiledRules.Slot) -> Hits {
        var hits = Hits(isAbsence: slot.isAbsence)
        var index = firstValue(of: slot)
        while index >= 0 {
            let (place, value) = (index, walk.values[index])
            index = nexts[index]
            if slot.isAbsence, hits.present.last != value.element { hits.present.append(value.element) }
            if hits.elements.last == value.element { continue }
            if accepts(slot, at: place) { hits.elements.append(value.element) }
        }
        return hits
    }

    private mutating func accepts(_ slot: CompiledRules.Slot, at place: Int) -> Bool {
        if let ranges = slot.ranges {
            let number = number(at: place)
            return number != Self.none && ranges.contains { $0.contains(number) }
        }
        let value = walk.values[place]
        if value.decoded >= 0 {
            let text = walk.decoded[value.decoded]
            return slot.matchers.contains { $0.accepts(text.span, 0, text.count) }
        }
        for matcher in slot.matchers where matcher.accepts(bytes, value.lo, value.hi) { return true }
        return false
    }

    /// Stand for a value that was not read as a number yet, and for one that is none; both lie beyond what
    /// numbers can be.
    private static let unread = Int64.min
    private static let none = Int64.max

    private mutating func number(at place: Int) -> Int64 {
        if numbers[place] != Self.unread { return numbers[place] }
        let value = walk.values[place]
        let number = value.decoded < 0 ? FixedPoint.parse(bytes, value.lo, value.hi) : nil
        numbers[place] = number ?? Self.none
        return numbers[place]
    }
}

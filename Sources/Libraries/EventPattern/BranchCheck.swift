/// Whether all fields of a branch match, in one and the same element of every array.
///
/// A field that must be missing is missing when no value of it stands in the elements that the fields before
/// it (by path) were found in.
struct BranchCheck: ~Escapable {
    /// How many elements a search with missing fields may look at before the branch counts as not matched.
    static let choicesMax = 1_000_000
    /// How many different sets of satisfied fields are followed at once.
    static let setsMax = 1024

    private let slots: [CompiledRules.Slot]
    private let walk: EventWalk
    private let bytes: Span<UInt8>

    @_lifetime(copy bytes)
    init(_ slots: [CompiledRules.Slot], _ walk: EventWalk, _ bytes: Span<UInt8>) {
        self.slots = slots
        self.walk = walk
        self.bytes = bytes
    }

    /// Where the values of one field that match stand.
    private struct Hits {
        /// Elements of matching values, each once; -1 is outside of arrays.
        var elements: [Int] = []
        var isAbsence = false
        /// Elements of all values of a field that may be missing.
        var present: [Int] = []

        var isRoot: Bool { elements.contains(-1) }
    }

    var holds: Bool {
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

    private func hits(of slot: CompiledRules.Slot) -> Hits {
        var hits = Hits(isAbsence: slot.isAbsence)
        for value in walk.values where value.node == slot.node {
            if slot.isAbsence, hits.present.last != value.element { hits.present.append(value.element) }
            if hits.elements.last == value.element { continue }
            if accepts(slot.matchers, value) { hits.elements.append(value.element) }
        }
        return hits
    }

    private func accepts(_ matchers: [Matcher], _ value: EventWalk.Value) -> Bool {
        if value.decoded >= 0 {
            let text = walk.decoded[value.decoded]
            return matchers.contains { $0.accepts(text.span, 0, text.count) }
        }
        for matcher in matchers where matcher.accepts(bytes, value.lo, value.hi) { return true }
        return false
    }
}

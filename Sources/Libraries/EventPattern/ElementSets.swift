/// Finds out whether several fields can be matched in the same elements, by working from the innermost array
/// elements outwards: of every array one element may be chosen, and each element offers the fields found in
/// it.
struct ElementSets {
    /// Arrays with the sets of fields their elements offer, by the element that holds them.
    private var arraysIn: [Int: [Int]] = [:]
    private var arrays: [Int: [UInt64]] = [:]
    private let goal: UInt64
    private var result: [UInt64] = []

    /// - Parameter hits: for each field (at most 64) the elements in which it was matched.
    init(_ elements: [EventWalk.Element], _ hits: [[Int]]) {
        goal = hits.count == 64 ? .max : (1 << UInt64(hits.count)) - 1
        var direct: [Int: UInt64] = [:]
        for (field, found) in hits.enumerated() {
            for element in found { direct[element, default: 0] |= 1 << UInt64(field) }
        }
        // An element's number is greater than its parent's, so descending order meets children first.
        var involved = Set(direct.keys)
        for element in direct.keys {
            var current = element
            while current >= 0 {
                current = elements[current].parent
                guard involved.insert(current).inserted else { break }
            }
        }
        for element in involved.sorted(by: >) {
            let sets = combined(element, direct[element] ?? 0)
            if element < 0 {
                result = sets
            } else {
                add(sets, elements[element])
            }
        }
    }

    /// Whether some choice of elements matches all fields.
    var meet: Bool { result.contains(goal) }

    private mutating func add(_ sets: [UInt64], _ element: EventWalk.Element) {
        if arrays[element.array] == nil { arraysIn[element.parent, default: []].append(element.array) }
        var known = arrays[element.array] ?? []
        for set in sets { Self.insert(set, &known) }
        arrays[element.array] = known
    }

    private func combined(_ element: Int, _ direct: UInt64) -> [UInt64] {
        var sets = [direct]
        for array in arraysIn[element] ?? [] {
            var next: [UInt64] = []
            for set in sets {
                for other in arrays[array] ?? [] { Self.insert(set | other, &next) }
            }
            sets = next
        }
        return sets
    }

    /// Keeps only sets that no other contains.
    private static func insert(_ set: UInt64, _ sets: inout [UInt64]) {
        if sets.contains(where: { $0 & set == set }) { return }
        sets.removeAll { $0 & set == $0 }
        if sets.count < BranchCheck.setsMax { sets.append(set) }
    }
}

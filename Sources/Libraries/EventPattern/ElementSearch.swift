/// Finds out whether fields can be matched in the same elements when some must be missing there: tries the
/// choices in the order of the fields, a bounded number of them.
struct ElementSearch {
    private let elements: [EventWalk.Element]
    private let fields: [(found: [Int], present: [Int]?)]
    /// The chosen index in each array so far.
    private var chosen: [Int: Int] = [:]
    private var choices = 0

    /// - Parameter fields: for each field the elements in which it matched and, where it may be missing, the
    ///   elements in which it has a value at all.
    init(_ elements: [EventWalk.Element], _ fields: [(found: [Int], present: [Int]?)]) {
        self.elements = elements
        self.fields = fields
    }

    mutating func run() -> Bool { choose(0) }

    private mutating func choose(_ field: Int) -> Bool {
        guard field < fields.count else { return true }
        let (found, present) = fields[field]
        for element in found {
            choices += 1
            guard choices <= BranchCheck.choicesMax else { return false }
            guard let added = take(element) else { continue }
            if choose(field + 1) { return true }
            for array in added { chosen[array] = nil }
        }
        choices += present?.count ?? 0
        guard choices <= BranchCheck.choicesMax, let present, !present.contains(where: { isReachable($0) })
        else {
            return false
        }
        return choose(field + 1)
    }

    /// Chooses an element and those around it; the arrays newly decided, or nil where another was
    /// chosen before.
    private mutating func take(_ element: Int) -> [Int]? {
        guard isReachable(element) else { return nil }
        var added: [Int] = []
        var current = element
        while current >= 0 {
            let place = elements[current]
            if chosen.updateValue(place.index, forKey: place.array) == nil { added.append(place.array) }
            current = place.parent
        }
        return added
    }

    private func isReachable(_ element: Int) -> Bool {
        var current = element
        while current >= 0 {
            let place = elements[current]
            if let index = chosen[place.array], index != place.index { return false }
            current = place.parent
        }
        return true
    }
}

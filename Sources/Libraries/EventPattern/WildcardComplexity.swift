/// How many places of a field's wildcard operands a text can be in at once, in the worst case.
///
/// EventBridge refuses rules above a bound that it does not publish; `limit` agrees with the answers on
/// record.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
struct WildcardComplexity {
    static let limit = 10
    /// Sets of places looked at before a rule counts as too complex.
    private static let setsMax = 10_000

    private struct Place {
        var isStar = false
        var byte: UInt8 = 0
        var next: [Int] = []
        /// Operands that can still match from here.
        var operands = 0
    }

    private var places = [Place()]
    private var alphabet: Set<UInt8> = [0]

    init(_ wildcards: [Wildcard]) {
        for wildcard in wildcards { add(wildcard) }
    }

    private mutating func add(_ wildcard: Wildcard) {
        var place = 0
        for (position, piece) in wildcard.pieces.enumerated() {
            if position > 0 { place = step(from: place, isStar: true, byte: 0) }
            for byte in piece {
                alphabet.insert(byte)
                place = step(from: place, isStar: false, byte: byte)
            }
        }
    }

    private mutating func step(from place: Int, isStar: Bool, byte: UInt8) -> Int {
        let known = places[place].next.first { places[$0].isStar == isStar && places[$0].byte == byte }
        let next = known ?? places.count
        if known == nil {
            places.append(Place(isStar: isStar, byte: byte))
            places[place].next.append(next)
        }
        places[next].operands += 1
        return next
    }

    var isExcessive: Bool {
        guard places.contains(where: \.isStar) else { return false }
        let start = closure([0])
        var seen: Set<Set<Int>> = [start]
        var queue = [start]
        while let set = queue.popLast() {
            if set.reduce(0, { $0 + places[$1].operands }) >= Self.limit { return true }
            for byte in alphabet {
                let next = advance(set, byte)
                guard !next.isEmpty, seen.insert(next).inserted else { continue }
                guard seen.count < Self.setsMax else { return true }
                queue.append(next)
            }
        }
        return false
    }

    private func advance(_ set: Set<Int>, _ byte: UInt8) -> Set<Int> {
        var reached: Set<Int> = []
        for place in set {
            if places[place].isStar { reached.insert(place) }
            for next in places[place].next where !places[next].isStar && places[next].byte == byte {
                reached.insert(next)
            }
        }
        return closure(reached)
    }

    private func closure(_ set: Set<Int>) -> Set<Int> {
        var closed = set
        for place in set {
            for next in places[place].next where places[next].isStar { closed.insert(next) }
        }
        return closed
    }
}

/// All `anything-but` alternatives of one field: what they except is looked up, and the others are reported.
final class ExceptionIndex: Sendable {
    private let excepted: FieldIndex
    /// The branches of all alternatives, one behind the other, and where those of each begin.
    private let branches: [Int]
    private let starts: [Int]

    init(_ alternatives: [(excepted: [Matcher], branches: [Int])]) {
        excepted = FieldIndex(
            alternatives.enumerated().flatMap { number, alternative in
                alternative.excepted.map { ($0, number) }
            })
        branches = alternatives.flatMap(\.branches)
        var starts = [0]
        for (_, own) in alternatives { starts.append(starts[starts.count - 1] + own.count) }
        self.starts = starts
    }

    /// Calls `found` with every branch that has an alternative which does not except the value.
    func find(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, _ found: (Int) -> Void) {
        var excluded: [Int] = []
        excepted.find(bytes, lo, hi) { excluded.append($0) }
        if excluded.count > 1 { excluded.sort() }
        var place = 0
        for (index, number) in excluded.enumerated() where index == 0 || excluded[index - 1] != number {
            report(place..<starts[number], found)
            place = starts[number + 1]
        }
        report(place..<branches.count, found)
    }

    @inline(__always)
    private func report(_ places: Range<Int>, _ found: (Int) -> Void) {
        for place in places { found(branches[place]) }
    }
}

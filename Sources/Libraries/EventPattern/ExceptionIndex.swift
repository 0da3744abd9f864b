/// All `anything-but` alternatives of one field: what they except is looked up, and the others are reported.
final class ExceptionIndex: Sendable {
    private let excepted: FieldIndex
    /// The branches of each alternative.
    private let branches: [[Int]]

    init(_ alternatives: [(excepted: [Matcher], branches: [Int])]) {
        excepted = FieldIndex(
            alternatives.enumerated().flatMap { number, alternative in
                alternative.excepted.map { ($0, number) }
            })
        branches = alternatives.map(\.branches)
    }

    /// Calls `found` with every branch that has an alternative which does not except the value.
    func find(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, _ found: (Int) -> Void) {
        var excluded: [Int] = []
        excepted.find(bytes, lo, hi) { excluded.append($0) }
        if excluded.count > 1 { excluded.sort() }
        var next = 0
        for number in branches.indices {
            if next < excluded.count, excluded[next] == number {
                repeat { next &+= 1 } while next < excluded.count && excluded[next] == number
                continue
            }
            for branch in branches[number] { found(branch) }
        }
    }
}

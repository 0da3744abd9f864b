/// Ranges of numbers, found by a value in steps that grow with the logarithm of their number.
///
/// Sorted by their lower bounds, each is the middle of a part of them, and knows the greatest upper bound of
/// its part.
struct RangeIndex: Sendable {
    private let ranges: [ClosedRange<Int64>]
    private let lists: [Int]
    private let greatest: [Int64]

    var isEmpty: Bool { ranges.isEmpty }

    init(_ entries: [(range: ClosedRange<Int64>, list: Int)] = []) {
        let sorted = entries.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
        ranges = sorted.map(\.range)
        lists = sorted.map(\.list)
        var greatest = ranges.map(\.upperBound)
        Self.settle(&greatest, 0, greatest.count)
        self.greatest = greatest
    }

    private static func settle(_ greatest: inout [Int64], _ low: Int, _ high: Int) {
        guard low < high else { return }
        let middle = (low + high) / 2
        for (low, high) in [(low, middle), (middle + 1, high)] where low < high {
            settle(&greatest, low, high)
            greatest[middle] = max(greatest[middle], greatest[(low + high) / 2])
        }
    }

    /// Calls `found` with the list of every range that contains the value.
    func find(_ value: Int64, _ found: (Int) -> Void) { find(value, 0, ranges.count, found) }

    private func find(_ value: Int64, _ low: Int, _ high: Int, _ found: (Int) -> Void) {
        guard low < high else { return }
        let middle = (low + high) / 2
        guard greatest[middle] >= value else { return }
        find(value, low, middle, found)
        guard ranges[middle].lowerBound <= value else { return }
        if ranges[middle].upperBound >= value { found(lists[middle]) }
        find(value, middle + 1, high, found)
    }
}

/// What a store has done since it was opened.
public struct StoreStatistics: Sendable {
    /// The time closures of one label took on the writer thread.
    public struct Label: Sendable {
        /// The label the closures were written with.
        public let label: String
        /// How many ran.
        public var closures = 0
        /// Time of all, in nanoseconds.
        public var totalNanoseconds: UInt64 = 0
        /// Time of the slowest, in nanoseconds.
        public var slowestNanoseconds: UInt64 = 0
    }

    /// Batches committed.
    public internal(set) var commits = 0
    /// Batches that could not be committed.
    public internal(set) var lostBatches = 0
    /// Closures run.
    public internal(set) var closures = 0
    /// Closures in the largest commit.
    public internal(set) var largestBatch = 0
    /// Commits by size: element *n* counts those of 2ⁿ up to 2ⁿ⁺¹ - 1 closures.
    public internal(set) var batchSizes = [Int](repeating: 0, count: 17)
    /// Time spent in commits, syncs included, in nanoseconds.
    public internal(set) var commitNanoseconds: UInt64 = 0
    /// The longest commit, in nanoseconds.
    public internal(set) var slowestCommitNanoseconds: UInt64 = 0
    /// Commits by time: element *n* counts those of 2ⁿ up to 2ⁿ⁺¹ - 1 microseconds.
    public internal(set) var commitTimes = [Int](repeating: 0, count: 24)

    /// By the address of the label, which is a literal: there are as many as the program has.
    private var labels: [UInt: Label] = [:]

    /// The labels, the one with the slowest closure first.
    public var slowest: [Label] { labels.values.sorted { $0.slowestNanoseconds > $1.slowestNanoseconds } }

    mutating func addClosure(_ label: StaticString, nanoseconds: UInt64) {
        closures += 1
        let key = label.hasPointerRepresentation ? UInt(bitPattern: label.utf8Start) : 0
        labels[key, default: Label(label: label.description)].add(nanoseconds)
    }

    mutating func addCommit(closures: Int, nanoseconds: UInt64) {
        commits += 1
        largestBatch = max(largestBatch, closures)
        batchSizes[min(batchSizes.count - 1, Self.magnitude(UInt64(closures)))] += 1
        commitNanoseconds += nanoseconds
        slowestCommitNanoseconds = max(slowestCommitNanoseconds, nanoseconds)
        commitTimes[min(commitTimes.count - 1, Self.magnitude(nanoseconds / 1000))] += 1
    }

    private static func magnitude(_ value: UInt64) -> Int { value == 0 ? 0 : 63 - value.leadingZeroBitCount }
}

extension StoreStatistics.Label {
    mutating func add(_ nanoseconds: UInt64) {
        closures += 1
        totalNanoseconds += nanoseconds
        slowestNanoseconds = max(slowestNanoseconds, nanoseconds)
    }
}

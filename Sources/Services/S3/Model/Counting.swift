internal import Kernel
internal import Synchronization

/// Counts the sums of bytes beside whoever writes them: the digest in one task, the checksums in another.
///
/// Counting is slower than writing. It may lag behind by some windows, so that the bytes of a small object
/// are on their way to the disk before they are counted.
struct Counting {
    enum Outcome: Sendable {
        case md5(IncrementalDigest), checksums([RunningChecksum])
    }

    /// Bytes that wait to be counted; whoever brings more waits too.
    private static let backlogMax = 2 << 20

    /// How many of the tasks under way have come to their end.
    private final class Ended: Sendable {
        let count = Mutex(0)
    }

    private var sums: Sums
    private var isRunning = false
    private var backlog: [[UInt8]] = []
    private var backlogSize = 0
    private let ended = Ended()

    init(_ sums: Sums) {
        self.sums = sums
    }

    /// Takes pieces in; waits only while too many are uncounted.
    mutating func count(
        _ pieces: [[UInt8]], in group: inout ThrowingTaskGroup<Outcome, any Error>
    ) async throws {
        backlog += pieces
        backlogSize = pieces.reduce(backlogSize) { $0 + $1.count }
        if isRunning, backlogSize < Self.backlogMax, ended.count.withLock({ $0 }) < 2 { return }
        try await collect(from: &group)
        begin(in: &group)
    }

    /// The sums of all that was taken in.
    mutating func finish(in group: inout ThrowingTaskGroup<Outcome, any Error>) async throws -> Sums {
        try await collect(from: &group)
        begin(in: &group)
        try await collect(from: &group)
        return sums
    }

    private mutating func begin(in group: inout ThrowingTaskGroup<Outcome, any Error>) {
        guard !backlog.isEmpty else { return }
        let (sums, pieces, ended) = (sums, backlog, ended)
        backlog = []
        backlogSize = 0
        ended.count.withLock { $0 = 0 }
        isRunning = true
        group.addTask {
            var md5 = sums.md5
            for piece in pieces { md5.update(piece) }
            ended.count.withLock { $0 += 1 }
            return .md5(md5)
        }
        group.addTask {
            var sums = sums
            sums.update(pieces)
            ended.count.withLock { $0 += 1 }
            return .checksums(sums.checksums)
        }
    }

    private mutating func collect(from group: inout ThrowingTaskGroup<Outcome, any Error>) async throws {
        guard isRunning else { return }
        isRunning = false
        while let outcome = try await group.next() {
            switch outcome {
            case .md5(let md5): sums.md5 = md5
            case .checksums(let checksums): sums.checksums = checksums
            }
        }
    }
}

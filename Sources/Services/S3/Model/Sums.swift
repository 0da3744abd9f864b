internal import Kernel

/// The digest and the checksums of bytes that come in, so far.
struct Sums: Sendable {
    var md5 = IncrementalDigest(.md5)
    var checksums: [RunningChecksum]

    init(_ expected: Expectation) {
        var algorithms = [expected.algorithm ?? .crc64nvme]
        if let kept = expected.kept, !algorithms.contains(kept) { algorithms.append(kept) }
        checksums = algorithms.map { RunningChecksum($0) }
    }

    /// Counts the checksums alone; the digest takes as long as they do together.
    mutating func update(_ pieces: [[UInt8]]) {
        for piece in pieces {
            for index in checksums.indices { checksums[index].update(piece) }
        }
    }
}

internal import Kernel

/// A checksum that is fed piece by piece.
struct RunningChecksum: Sendable {
    private enum State: Sendable { case crc(CRC), digest(IncrementalDigest) }

    let algorithm: ChecksumAlgorithm
    private var state: State

    init(_ algorithm: ChecksumAlgorithm) {
        self.algorithm = algorithm
        state =
            switch algorithm {
            case .sha1: .digest(IncrementalDigest(.sha1))
            case .sha256: .digest(IncrementalDigest(.sha256))
            default: .crc(CRC(algorithm))
            }
    }

    mutating func update(_ bytes: [UInt8]) {
        switch state {
        case .crc(var crc):
            crc.update(bytes)
            state = .crc(crc)
        case .digest(var digest):
            digest.update(bytes)
            state = .digest(digest)
        }
    }

    func finalize() -> [UInt8] {
        switch state {
        case .crc(let crc): crc.finalize()
        case .digest(let digest): digest.finalize()
        }
    }
}

internal import Kernel

/// An upload in parts that is neither completed nor aborted.
struct Upload: Sendable {
    let id: Int64
    let key: String
    let name: String
    let createdAt: Instant
    let algorithm: ChecksumAlgorithm?
    /// Whether the object's checksum is that of all its bytes instead of one of the parts' checksums.
    let isWhole: Bool
    let facts: String

    /// What parts are kept with: where the upload names nothing, AWS's default.
    var keptAlgorithm: ChecksumAlgorithm { algorithm ?? .crc64nvme }
    var checksumType: String { isWhole ? "FULL_OBJECT" : "COMPOSITE" }
}

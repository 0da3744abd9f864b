internal import Kernel

/// An upload in parts that is neither completed nor aborted.
struct Upload: Sendable {
    let id: Int64
    let key: String
    let name: String
    let createdAt: Instant
    let algorithm: ChecksumAlgorithm?
    let facts: String
}

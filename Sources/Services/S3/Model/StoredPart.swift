internal import Kernel

/// A part of an upload, or of the object made from one.
struct StoredPart: Sendable {
    static let numberMax = 10_000
    /// Bytes of every part but the last.
    static let sizeMin = 5 << 20

    let number: Int
    let etag: String
    let size: Int
    let modifiedAt: Instant
    let checksum: String?
    let blob: String?

    /// The bytes behind the hexadecimal tag.
    var digest: [UInt8] { Digest.bytes(ofHex: etag) }
}

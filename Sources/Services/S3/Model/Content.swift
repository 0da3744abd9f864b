internal import Kernel

/// Bytes that have been taken in: small ones stand in the row, large ones in a blob.
struct Content: Sendable {
    let size: Int
    let md5: [UInt8]
    /// What the sender gave or asked for, otherwise AWS's default.
    let checksum: Checksum?
    /// What is kept with the bytes.
    let kept: Checksum?
    let body: [UInt8]?
    let blob: BlobID?

    var etag: String { Digest.hex(md5) }
}

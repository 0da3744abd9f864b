internal import Kernel

/// A version of an object, or a delete marker. Its body is read apart.
struct StoredObject: Sendable {
    let id: Int64
    let key: String
    /// `null` for a version made while the bucket was not versioned.
    let version: String
    let isLatest: Bool
    let isMarker: Bool
    let etag: String
    let size: Int
    let modifiedAt: Instant
    let facts: String
    let blob: String?
    /// The upload whose parts make up the object.
    let upload: Int64?

    var quotedETag: String { "\"\(etag)\"" }
}

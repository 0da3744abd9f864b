public import Wire

/// Payloads too large for a row: written once, named by an id, read in pieces.
///
/// A blob is synced before `finish` answers, so that a row may name it; one that no row names is swept up.
public protocol Blobs: Sendable {
    func create() async throws -> any BlobWriter
    /// The bytes of a blob, or of a part of it, in pieces.
    func read(_ id: BlobID, range: Range<Int>?) async throws -> BodyStream
    /// Removes a blob; one that is gone already is not an error.
    func remove(_ id: BlobID) async throws
    /// The file that holds the blob, for programs that need one. It must not be changed.
    func path(of id: BlobID) -> String
    /// Every blob made before `instant`, for sweeping.
    func all(before instant: Instant) async throws -> [BlobID]
}

/// Names a blob for ever.
public struct BlobID: Sendable, Hashable {
    public let name: String

    public init(name: String) {
        self.name = name
    }
}

/// A blob that is being written. Call `finish` or `abandon`, once.
public protocol BlobWriter: Sendable {
    func write(_ bytes: [UInt8]) async throws
    /// Makes the blob durable and names it.
    func finish() async throws -> BlobID
    func abandon() async
}

public import Wire

/// Payloads too large for a row: written once, named by an id, read in pieces.
///
/// A blob is synced before `finish` answers, so that a row may name it. Until its owner says that a row does,
/// it counts as unsettled: what a crash leaves unsettled and unnamed is removed at the next start.
public protocol Blobs: Sendable {
    func create() async throws -> any BlobWriter
    /// The bytes of a blob, or of a part of it, in pieces.
    func read(_ id: BlobID, range: Range<Int>?) async throws -> BodyStream
    /// Removes a blob; one that is gone already is not an error.
    func remove(_ id: BlobID) async throws
    /// The file that holds the blob, for programs that need one. It must not be changed.
    func path(of id: BlobID) -> String
    /// Says that a row names the blob durably. What was not said is found out at the next start.
    func settle(_ id: BlobID) async
    /// The blobs that an earlier run finished and did not settle. To be asked before the first `create`:
    /// later it would find blobs that a row is about to name.
    func unsettled() async throws -> [BlobID]
}

extension Blobs {
    public func settle(_ id: BlobID) async {}
    public func unsettled() async throws -> [BlobID] { [] }
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
    /// Several pieces, one behind the other.
    func write(_ pieces: [[UInt8]]) async throws
    /// Makes the blob durable and names it.
    func finish() async throws -> BlobID
    func abandon() async
}

extension BlobWriter {
    public func write(_ pieces: [[UInt8]]) async throws {
        for piece in pieces { try await write(piece) }
    }
}

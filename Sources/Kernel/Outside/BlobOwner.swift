public import Store

/// A table whose rows name blobs: what the sweep asks before it removes one, and what `apus verify` walks.
public struct BlobOwner: Sendable {
    /// Whether a row names the blob; found by an index.
    public let names: @Sendable (BlobID, borrowing Transaction) throws -> Bool
    /// The blobs that rows name, in the order of their names, behind a name and at most so many.
    public let page: @Sendable (String, Int, borrowing Transaction) throws -> [OwnedBlob]

    public init(
        names: @escaping @Sendable (BlobID, borrowing Transaction) throws -> Bool,
        page: @escaping @Sendable (String, Int, borrowing Transaction) throws -> [OwnedBlob]
    ) {
        self.names = names
        self.page = page
    }
}

/// A blob as the row that names it describes it.
public struct OwnedBlob: Sendable {
    public let id: BlobID
    /// What holds it, in words, for example `object bucket/key`.
    public let owner: String
    /// Bytes; nil where the row does not know.
    public let size: Int?
    /// The digest of the bytes; nil where the row does not know.
    public let digest: Fingerprint?

    public init(id: BlobID, owner: String, size: Int?, digest: Fingerprint?) {
        self.id = id
        self.owner = owner
        self.size = size
        self.digest = digest
    }
}

/// A digest with its algorithm.
public struct Fingerprint: Sendable, Equatable {
    public let algorithm: IncrementalDigest.Algorithm
    public let bytes: [UInt8]

    public init(_ algorithm: IncrementalDigest.Algorithm, _ bytes: [UInt8]) {
        self.algorithm = algorithm
        self.bytes = bytes
    }
}

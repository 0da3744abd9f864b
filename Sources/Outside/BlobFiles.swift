internal import Glibc
public import Kernel

/// The blobs of a directory that no server uses, for looking at without changing anything.
public struct BlobFiles: Sendable {
    private let layout: BlobLayout

    public init(directory: String) {
        layout = BlobLayout(directory: directory)
    }

    /// The parts of the directory by which its blobs are listed, each for itself.
    public var shards: [String] { BlobLayout.shards }

    /// The blobs of one shard, in the order of their names.
    public func list(_ shard: String) throws -> [BlobID] {
        try BlobLayout.names(in: "\(layout.directory)/\(shard)").sorted().map { BlobID(name: $0) }
    }

    /// What the next start looks at because no row was known to name it.
    public func unsettled() throws -> Set<BlobID> {
        Set(try BlobLayout.names(in: layout.unsettled).map { BlobID(name: $0) })
    }

    /// Bytes of a blob; nil when there is no such file.
    public func size(of id: BlobID) throws -> Int? {
        var facts = stat()
        let path = layout.path(of: id)
        guard stat(path, &facts) == 0 else {
            if errno == ENOENT { return nil }
            throw BlobError(operation: "stat", path: path, code: errno)
        }
        return Int(facts.st_size)
    }

    /// The digest of a blob's bytes.
    public func digest(of id: BlobID, _ algorithm: IncrementalDigest.Algorithm) async throws -> [UInt8] {
        let path = layout.path(of: id)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BlobError(operation: "open", path: path, code: errno) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            close(descriptor)
            throw BlobError(operation: "fstat", path: path, code: errno)
        }
        let reader = FileBlobReader(descriptor: descriptor, part: 0..<Int(facts.st_size), path: path)
        var digest = IncrementalDigest(algorithm)
        while let piece = try await reader.next() { digest.update(piece) }
        return digest.finalize()
    }

    /// The file of a blob.
    public func path(of id: BlobID) -> String { layout.path(of: id) }
}

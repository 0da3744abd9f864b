internal import Glibc
public import Kernel
internal import NIOPosix
public import Wire

/// Blobs as files of one directory, two letters of the name deep.
///
/// A blob is written under a name of its own below `incoming`, renamed into place and synced; the directory
/// is synced too, so that a blob that was acknowledged is found after a crash. A marker of its name stands
/// below `unsettled` from before the renaming until a row names the blob: a crash leaves nothing behind that
/// no marker tells of, and looking for it costs no walk through all files.
public struct FileBlobs: Blobs {
    /// Bytes of a piece when a blob is read.
    static let pieceSize = 512 << 10

    private let layout: BlobLayout
    private let entropy: Entropy
    private let pool = NIOThreadPool.singleton

    /// Makes the directory if need be. Half-written blobs of an earlier run are removed.
    public init(directory: String, entropy: Entropy) throws {
        self.entropy = entropy
        let layout = BlobLayout(directory: directory)
        self.layout = layout
        try layout.make()
        for name in try BlobLayout.names(in: layout.incoming) { unlink("\(layout.incoming)/\(name)") }
    }

    public func create() async throws -> any BlobWriter {
        let name = entropy.uuid()
        let path = "\(layout.incoming)/\(name)"
        let descriptor = try await pool.runIfActive {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw BlobError(operation: "open", path: path, code: errno) }
            return descriptor
        }
        return FileBlobWriter(descriptor: descriptor, incoming: path, layout: layout, id: BlobID(name: name))
    }

    public func read(_ id: BlobID, range: Range<Int>?) async throws -> BodyStream {
        let path = path(of: id)
        let (descriptor, size) = try await pool.runIfActive {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw BlobError(operation: "open", path: path, code: errno) }
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else {
                close(descriptor)
                throw BlobError(operation: "fstat", path: path, code: errno)
            }
            return (descriptor, Int(facts.st_size))
        }
        let part = (range ?? 0..<size).clamped(to: 0..<size)
        let reader = FileBlobReader(descriptor: descriptor, part: part, path: path)
        let file = FilePart(descriptor: descriptor, range: part, owner: reader)
        return BodyStream(length: part.count, file: file) { try await reader.next() }
    }

    public func remove(_ id: BlobID) async throws {
        let (path, marker) = (path(of: id), layout.marker(of: id))
        try await pool.runIfActive {
            guard unlink(path) == 0 || errno == ENOENT else {
                throw BlobError(operation: "unlink", path: path, code: errno)
            }
            unlink(marker)
        }
    }

    public func path(of id: BlobID) -> String { layout.path(of: id) }

    public func settle(_ id: BlobID) async {
        let marker = layout.marker(of: id)
        do {
            _ = try await pool.runIfActive { unlink(marker) }
        } catch {
            // The process ends. A marker that stays costs a look at the next start, nothing else.
        }
    }

    public func unsettled() async throws -> [BlobID] {
        let layout = layout
        return try await pool.runIfActive {
            try BlobLayout.names(in: layout.unsettled).map { BlobID(name: $0) }
        }
    }
}

/// A file operation that failed.
public struct BlobError: Error, Sendable, CustomStringConvertible {
    let operation: String
    let path: String
    let code: Int32

    /// The system's words for the error.
    public var description: String { "\(operation) \(path): \(String(cString: strerror(code)))" }
    /// Whether there was no space left.
    public var isFull: Bool { code == ENOSPC || code == EDQUOT }
}

struct FileBlobWriter: BlobWriter {
    let descriptor: Int32
    let incoming: String
    let layout: BlobLayout
    let id: BlobID

    func write(_ bytes: [UInt8]) async throws { try await write([bytes]) }

    func write(_ pieces: [[UInt8]]) async throws {
        let (descriptor, path) = (descriptor, incoming)
        try await NIOThreadPool.singleton.runIfActive {
            for piece in pieces { try Self.write(piece, descriptor, path) }
        }
    }

    private static func write(_ bytes: [UInt8], _ descriptor: Int32, _ path: String) throws {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw BlobError(operation: "write", path: path, code: errno)
            }
            offset += count
        }
    }

    func finish() async throws -> BlobID {
        let (descriptor, incoming, target) = (descriptor, incoming, layout.path(of: id))
        let (marker, shard) = (layout.marker(of: id), layout.shard(of: id))
        try await NIOThreadPool.singleton.runIfActive {
            do {
                // Made before the bytes are synced: what makes them durable makes the marker durable too.
                let made = open(marker, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
                guard made >= 0 else { throw BlobError(operation: "open", path: marker, code: errno) }
                close(made)
                // Renamed before the sync too, so that the directory's has nothing left to do. Should a crash
                // come between, the marker tells of a blob that no row names.
                guard rename(incoming, target) == 0 else {
                    throw BlobError(operation: "rename", path: target, code: errno)
                }
                guard fdatasync(descriptor) == 0 else {
                    throw BlobError(operation: "fdatasync", path: target, code: errno)
                }
                try BlobLayout.sync(shard)
                close(descriptor)
            } catch {
                close(descriptor)
                unlink(incoming)
                unlink(target)
                unlink(marker)
                throw error
            }
        }
        return id
    }

    func abandon() async {
        close(descriptor)
        unlink(incoming)
    }
}

/// Reads a part of a file piece by piece; the file is closed with the last reference.
///
/// SAFETY: one consumer calls `next`, one call at a time, as `BodyStream` demands.
final class FileBlobReader: @unchecked Sendable {
    private let descriptor: Int32
    private let path: String
    private var part: Range<Int>

    init(descriptor: Int32, part: Range<Int>, path: String) {
        self.descriptor = descriptor
        self.part = part
        self.path = path
    }

    deinit { close(descriptor) }

    func next() async throws -> [UInt8]? {
        guard !part.isEmpty else { return nil }
        let (descriptor, path, offset) = (descriptor, path, part.lowerBound)
        let wanted = min(FileBlobs.pieceSize, part.count)
        let piece = try await NIOThreadPool.singleton.runIfActive {
            var code: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                let read = pread(descriptor, buffer.baseAddress, wanted, offset)
                code = read < 0 ? errno : 0
                count = max(0, read)
            }
            guard code == 0, !bytes.isEmpty else {
                throw BlobError(operation: "read", path: path, code: code)
            }
            return bytes
        }
        part = (offset + piece.count)..<part.upperBound
        return piece
    }
}

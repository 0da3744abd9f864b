internal import Glibc
public import Kernel
internal import NIOPosix
public import Wire

/// Blobs as files of one directory, two letters of the name deep.
///
/// A blob is written under a name of its own below `incoming`, synced, and renamed into place; the directory
/// is synced too, so that a blob that was acknowledged is found after a crash.
public struct FileBlobs: Blobs {
    /// Bytes of a piece when a blob is read.
    static let pieceSize = 256 << 10

    private let directory: String
    private let entropy: Entropy
    private let pool = NIOThreadPool.singleton

    /// Makes the directory if need be. Half-written blobs of an earlier run are removed.
    public init(directory: String, entropy: Entropy) throws {
        self.directory = directory
        self.entropy = entropy
        for path in [directory, "\(directory)/incoming"] where mkdir(path, 0o700) != 0 && errno != EEXIST {
            throw BlobError(operation: "mkdir", path: path, code: errno)
        }
        for name in try Self.names(in: "\(directory)/incoming") { unlink("\(directory)/incoming/\(name)") }
    }

    public func create() async throws -> any BlobWriter {
        let name = entropy.uuid()
        let path = "\(directory)/incoming/\(name)"
        let descriptor = try await pool.runIfActive {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw BlobError(operation: "open", path: path, code: errno) }
            return descriptor
        }
        return FileBlobWriter(
            descriptor: descriptor, incoming: path, target: self.path(of: BlobID(name: name)), name: name)
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
        return BodyStream(length: part.count) { try await reader.next() }
    }

    public func remove(_ id: BlobID) async throws {
        let path = path(of: id)
        try await pool.runIfActive {
            guard unlink(path) == 0 || errno == ENOENT else {
                throw BlobError(operation: "unlink", path: path, code: errno)
            }
        }
    }

    public func path(of id: BlobID) -> String { "\(directory)/\(id.name.prefix(2))/\(id.name)" }

    public func all(before instant: Instant) async throws -> [BlobID] {
        let directory = directory
        return try await pool.runIfActive {
            var found: [BlobID] = []
            for shard in try Self.names(in: directory) where shard.utf8.count == 2 {
                for name in try Self.names(in: "\(directory)/\(shard)") {
                    var facts = stat()
                    guard stat("\(directory)/\(shard)/\(name)", &facts) == 0 else { continue }
                    if Int64(facts.st_mtim.tv_sec) * 1000 < instant.milliseconds {
                        found.append(BlobID(name: name))
                    }
                }
            }
            return found
        }
    }

    private static func names(in path: String) throws -> [String] {
        guard let stream = opendir(path) else {
            throw BlobError(operation: "opendir", path: path, code: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
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
    let target: String
    let name: String

    func write(_ bytes: [UInt8]) async throws {
        let (descriptor, path) = (descriptor, incoming)
        try await NIOThreadPool.singleton.runIfActive {
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
    }

    func finish() async throws -> BlobID {
        let (descriptor, incoming, target) = (descriptor, incoming, target)
        try await NIOThreadPool.singleton.runIfActive {
            let isSynced = fdatasync(descriptor) == 0
            let code = errno
            close(descriptor)
            guard isSynced else {
                unlink(incoming)
                throw BlobError(operation: "fdatasync", path: incoming, code: code)
            }
            let shard = String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)])
            if mkdir(shard, 0o700) == 0 { try Self.sync(String(shard.dropLast(3))) }
            guard rename(incoming, target) == 0 else {
                throw BlobError(operation: "rename", path: target, code: errno)
            }
            try Self.sync(shard)
        }
        return BlobID(name: name)
    }

    func abandon() async {
        close(descriptor)
        unlink(incoming)
    }

    private static func sync(_ directory: String) throws {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BlobError(operation: "open", path: directory, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw BlobError(operation: "fsync", path: directory, code: errno)
        }
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

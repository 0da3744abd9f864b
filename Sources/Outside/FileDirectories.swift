internal import Glibc
public import Kernel
internal import NIOPosix

/// Directories below one of the server's own, made beside and renamed into place.
public struct FileDirectories: DirectoryPort {
    private let root: String
    private let entropy: Entropy

    /// Makes the root if need be.
    public init(root: String, entropy: Entropy) throws {
        guard mkdir(root, 0o700) == 0 || errno == EEXIST else {
            throw BlobError(operation: "mkdir", path: root, code: errno)
        }
        // Programs run with a directory of their own: a path relative to the server's would lead them astray.
        guard let absolute = realpath(root, nil) else {
            throw BlobError(operation: "realpath", path: root, code: errno)
        }
        defer { free(absolute) }
        self.root = String(cString: absolute)
        self.entropy = entropy
        // What an earlier run was making when it ended.
        for name in try Self.names(in: self.root) where name.hasPrefix("incoming-") {
            try Self.removeTree("\(self.root)/\(name)")
        }
    }

    public func directory(
        named name: String, _ entries: @Sendable () async throws -> [DirectoryEntry]
    ) async throws -> String {
        let target = "\(root)/\(name)"
        var facts = stat()
        if stat(target, &facts) == 0 { return target }
        let made = try await entries()
        let incoming = "\(root)/incoming-\(entropy.uuid())"
        return try await NIOThreadPool.singleton.runIfActive {
            guard mkdir(incoming, 0o755) == 0 else {
                throw BlobError(operation: "mkdir", path: incoming, code: errno)
            }
            // Links come last, so that no file is written through one.
            for entry in made where !entry.isLink { try Self.make(entry, in: incoming) }
            for entry in made where entry.isLink { try Self.make(entry, in: incoming) }
            if rename(incoming, target) != 0 {
                let code = errno
                try Self.removeTree(incoming)
                // Somebody else made the same one meanwhile.
                guard code == EEXIST || code == ENOTEMPTY else {
                    throw BlobError(operation: "rename", path: target, code: code)
                }
            }
            return target
        }
    }

    public func remove(_ name: String) async throws {
        let path = "\(root)/\(name)"
        // Out of the way first, so that nobody finds half of it.
        let doomed = "\(root)/incoming-\(entropy.uuid())"
        try await NIOThreadPool.singleton.runIfActive {
            guard rename(path, doomed) == 0 else {
                guard errno == ENOENT else { throw BlobError(operation: "rename", path: path, code: errno) }
                return
            }
            try Self.removeTree(doomed)
        }
    }

    private static func make(_ entry: DirectoryEntry, in root: String) throws {
        let path = "\(root)/\(entry.path)"
        var parent = root
        for component in entry.path.split(separator: "/").dropLast() {
            parent += "/\(component)"
            guard mkdir(parent, 0o755) == 0 || errno == EEXIST else {
                throw BlobError(operation: "mkdir", path: parent, code: errno)
            }
        }
        switch entry.content {
        case .directory:
            guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
                throw BlobError(operation: "mkdir", path: path, code: errno)
            }
        case .link(let target):
            guard symlink(target, path) == 0 else {
                throw BlobError(operation: "symlink", path: path, code: errno)
            }
        case .file(let bytes): try write(bytes, to: path, mode: entry.mode)
        }
    }

    private static func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws {
        // No link that an earlier entry made is followed.
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(path, flags, mode & 0o777 | 0o400)
        guard descriptor >= 0 else { throw BlobError(operation: "open", path: path, code: errno) }
        defer { close(descriptor) }
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

    private static func removeTree(_ path: String) throws {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return }
        if facts.st_mode & S_IFMT == S_IFDIR {
            chmod(path, 0o700)
            for name in try names(in: path) { try removeTree("\(path)/\(name)") }
            guard rmdir(path) == 0 else { throw BlobError(operation: "rmdir", path: path, code: errno) }
        } else if unlink(path) != 0 {
            throw BlobError(operation: "unlink", path: path, code: errno)
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

extension DirectoryEntry {
    var isLink: Bool {
        if case .link = content { true } else { false }
    }
}

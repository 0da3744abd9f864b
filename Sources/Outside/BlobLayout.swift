internal import Glibc
internal import Kernel

/// Where the files of blobs lie.
struct BlobLayout: Sendable {
    private static let digits = Array("0123456789abcdef")
    /// Names of the directories that hold blobs, by the first letters of theirs, in order.
    static let shards = digits.flatMap { high in digits.map { "\(high)\($0)" } }

    let directory: String

    /// What is being written.
    var incoming: String { "\(directory)/incoming" }
    /// Empty files named as blobs that no row is known to name.
    var unsettled: String { "\(directory)/unsettled" }

    func marker(of id: BlobID) -> String { "\(unsettled)/\(id.name)" }
    func shard(of id: BlobID) -> String { "\(directory)/\(id.name.prefix(2))" }
    func path(of id: BlobID) -> String { "\(shard(of: id))/\(id.name)" }

    /// Makes every directory that is missing, durably, so that no writer needs to.
    func make() throws {
        var isNew = try Self.make(directory)
        for name in ["incoming", "unsettled"] + Self.shards {
            isNew = try Self.make("\(directory)/\(name)") || isNew
        }
        guard isNew else { return }
        try Self.sync(directory)
        if let end = directory.lastIndex(of: "/"), end > directory.startIndex {
            try Self.sync(String(directory[..<end]))
        }
    }

    private static func make(_ path: String) throws -> Bool {
        if mkdir(path, 0o700) == 0 { return true }
        guard errno == EEXIST else { throw BlobError(operation: "mkdir", path: path, code: errno) }
        return false
    }

    static func sync(_ directory: String) throws {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BlobError(operation: "open", path: directory, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw BlobError(operation: "fsync", path: directory, code: errno)
        }
    }

    /// The names in a directory; none where there is no such directory.
    static func names(in path: String) throws -> [String] {
        guard let stream = opendir(path) else {
            if errno == ENOENT { return [] }
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

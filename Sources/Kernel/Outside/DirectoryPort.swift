/// Directories of files that programs run in, each made once under a name that stands for its content.
///
/// They can be made again at any time, so they are no part of what must survive.
public protocol DirectoryPort: Sendable {
    /// The path of the directory of that name; made of `entries` when it is missing. It appears as a whole.
    func directory(
        named name: String, _ entries: @Sendable () async throws -> [DirectoryEntry]
    ) async throws -> String
    /// Removes a directory and all in it; one that is gone already is not an error.
    func remove(_ name: String) async throws
}

/// One entry of a directory to make.
public struct DirectoryEntry: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case file([UInt8])
        case link(target: String)
        case directory
    }

    /// Relative, without `.` and `..`, components separated by `/`.
    public var path: String
    public var content: Content
    /// Permission bits of the Unix mode.
    public var mode: UInt32

    public init(path: String, content: Content, mode: UInt32 = 0o644) {
        self.path = path
        self.content = content
        self.mode = mode
    }
}

/// Makes no directories, for servers that need none.
public struct NoDirectories: DirectoryPort {
    struct Refused: Error {}

    public init() {}

    public func directory(
        named name: String, _ entries: @Sendable () async throws -> [DirectoryEntry]
    ) async throws -> String {
        throw Refused()
    }

    public func remove(_ name: String) async throws {}
}

/// One entry of an archive's directory.
public struct ZipEntry: Sendable, Equatable {
    public enum Kind: Sendable, Equatable { case file, directory, link }

    /// Relative, components separated by `/`, without `.`, `..` and a trailing `/`.
    public let path: String
    public let kind: Kind
    /// Permission bits as a Unix system stored them; nil when another one made the entry.
    public let mode: UInt32?
    /// Bytes unpacked.
    public let size: Int
    let compressedSize: Int
    let method: Int
    let checksum: UInt32
    let headerOffset: Int
}

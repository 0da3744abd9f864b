/// Why an archive was refused.
public enum ZipError: Error, Sendable, Equatable {
    /// It is not in the format of APPNOTE 6.3, or its parts contradict each other.
    case corrupt
    /// More entries than the caller allows.
    case tooManyEntries(limit: Int)
    /// What it unpacks to is larger than the caller allows.
    case tooLarge(limit: Int)
    /// An entry's name leads out of the archive, or is not a name.
    case badPath(String)
    /// Encrypted, split over several files, or compressed by another method than deflate.
    case unsupported(String)
}

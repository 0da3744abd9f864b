/// A file could not be opened or read.
public struct HTTPFileError: Error, Sendable, Equatable {
    /// The system's error number, as in `<errno.h>`.
    public let errorNumber: Int32
}

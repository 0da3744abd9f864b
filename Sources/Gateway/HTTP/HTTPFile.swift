#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// An open file whose parts can be sent. It stays readable when its name is removed, and is closed with the
/// last reference.
public final class HTTPFile: Sendable {
    private let descriptor: Int32

    /// Takes over an open descriptor, which must allow `pread`.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Opens `path` for reading. Blocks; not to be called on an event loop.
    /// - Throws: `HTTPFileError` with the system's error number.
    public convenience init(path: String) throws(HTTPFileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw HTTPFileError(errorNumber: errno) }
        self.init(descriptor: descriptor)
    }

    deinit {
        close(descriptor)
    }

    /// The size in bytes. Blocks.
    /// - Throws: `HTTPFileError` with the system's error number.
    public func size() throws(HTTPFileError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw HTTPFileError(errorNumber: errno) }
        return Int(status.st_size)
    }

    /// Up to `count` bytes from `offset` on; fewer only at the end of the file. Blocks.
    func read(at offset: Int, count: Int) throws(HTTPFileError) -> [UInt8] {
        var failure: HTTPFileError?
        // SAFETY: `pread` writes at most `count - filled` bytes behind the `filled` ones of a buffer of
        // `count` bytes.
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let base = buffer.baseAddress else { return }
            while filled < count {
                let got = pread(descriptor, base + filled, count - filled, off_t(offset + filled))
                if got == 0 { return }
                if got > 0 {
                    filled += got
                } else if errno != EINTR {
                    failure = HTTPFileError(errorNumber: errno)
                    return
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }
}

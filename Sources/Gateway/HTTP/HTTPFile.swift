internal import CFiles
internal import NIOCore
internal import Wire

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// An open file whose parts can be sent. It stays readable when its name is removed, and is closed with the
/// last reference.
public final class HTTPFile: Sendable {
    private let descriptor: Int32
    /// Closes the descriptor; nil when this does.
    private let owner: (any AnyObject & Sendable)?

    /// Takes over an open descriptor, which must allow `pread`.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
        owner = nil
    }

    /// A file that somebody else has opened and closes.
    init(_ part: FilePart) {
        descriptor = part.descriptor
        owner = part.owner
    }

    /// Opens `path` for reading. Blocks; not to be called on an event loop.
    /// - Throws: `HTTPFileError` with the system's error number.
    public convenience init(path: String) throws(HTTPFileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw HTTPFileError(errorNumber: errno) }
        self.init(descriptor: descriptor)
    }

    deinit {
        if owner == nil { close(descriptor) }
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

    // MARK: Sending

    /// Whether the first and the last byte of a part are in memory, as the rest then is most of the time.
    func isInMemory(_ part: Range<Int>) -> Bool {
        part.isEmpty
            || (apus_is_in_memory(descriptor, off_t(part.lowerBound)) != 0
                && apus_is_in_memory(descriptor, off_t(part.upperBound - 1)) != 0)
    }

    /// Brings a part into memory. Blocks.
    /// - Throws: `HTTPFileError`, also where the file ends before the part does.
    func fetch(_ part: Range<Int>) throws(HTTPFileError) {
        let bytes = try read(at: part.lowerBound, count: part.count)
        guard bytes.count == part.count else { throw HTTPFileError(errorNumber: EIO) }
    }

    /// The part as the system sends it from its memory to a socket; to be ended when it is sent.
    func region(_ part: Range<Int>) -> FileRegion {
        FileRegion(
            fileHandle: NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: descriptor),
            readerIndex: part.lowerBound, endIndex: part.upperBound)
    }

    /// Takes the descriptor back from a region, which would not let it go by itself.
    func end(_ region: FileRegion) {
        do {
            _ = try region.fileHandle.takeDescriptorOwnership()
        } catch {
            assertionFailure("a file region was ended twice: \(error)")
        }
    }
}

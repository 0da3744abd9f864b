internal import Glibc

/// Grows the write-ahead log ahead of its use, so that a sync finds allocated, written blocks.
///
/// A sync that also makes the file longer waits for the file system's journal: ten times the cost. SQLite
/// ends its recovery at the first frame whose salt and checksum do not fit, so zeros behind the last frame
/// are nothing to it. Only the writer thread calls this, between transactions, so nobody else appends
/// meanwhile.
final class LogFile {
    private static let frameBytes = 4096 + 24
    private static let headerBytes = 32
    private static let strideBytes = 4 << 20
    /// The log is never grown ahead beyond this; it may still grow by itself while a snapshot holds it.
    private let limitBytes: Int
    private let descriptor: Int32
    private var size: Int
    private var isGrowing = true

    init?(path: String, checkpointPages: Int) {
        // Twice the pages of a checkpoint: the log goes on filling while it is copied.
        limitBytes = Self.headerBytes + 2 * checkpointPages * Self.frameBytes
        // SQLite's locks are on other files, so closing this descriptor drops none.
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
        prepare(forPages: 0, isIdle: true)
    }

    deinit { close(descriptor) }

    /// Makes room before the log needs it: early and much when nobody waits, late and little under load.
    /// What cannot be done is left to SQLite, which then grows the log itself.
    func prepare(forPages pages: Int, isIdle: Bool) {
        let used = Self.headerBytes + pages * Self.frameBytes
        let isNeeded = isIdle ? used > size / 2 : used + Self.strideBytes / 4 > size
        guard isGrowing, isNeeded, size < limitBytes else { return }
        let stride = max(Self.strideBytes, min(size, 4 * Self.strideBytes))
        let target = min(limitBytes, max(size, used) + stride)
        if target > size { grow(to: target) }
    }

    private func grow(to target: Int) {
        // Reserving first makes a full disk show here, where it harms nobody, and not at the sync.
        isGrowing = posix_fallocate(descriptor, off_t(size), off_t(target - size)) == 0
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        while isGrowing, size < target {
            let written = pwrite(descriptor, zeros, min(zeros.count, target - size), off_t(size))
            isGrowing = written > 0
            size += max(0, written)
        }
        // A failed sync is reported to every open file, so SQLite's next one tells it to the writer.
        if isGrowing { isGrowing = fdatasync(descriptor) == 0 }
    }
}

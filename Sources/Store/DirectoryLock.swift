internal import Glibc
internal import Synchronization

/// Holds a directory for one store: a locked file with the process id of the holder.
///
/// The system drops the lock with the process, however it ends.
final class DirectoryLock: Sendable {
    /// -1 once released.
    private let descriptor: Atomic<Int32>

    init(directory: String) throws(StoreError) {
        let path = directory + "/apus.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unavailable(path: path, message: String(cString: strerror(errno)))
        }
        guard Self.takes(descriptor) else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw .held(directory: directory, process: holder)
        }
        Self.record(getpid(), in: descriptor)
        self.descriptor = Atomic(descriptor)
    }

    /// How long the lock of a holder that is gone is waited for, in steps of a hundredth of a second.
    private static let waitsMax = 500

    /// Whether the lock is this process's now. A process that is killed while it starts another leaves the
    /// lock with that one until it has begun its own program: for as long as that takes this waits.
    private static func takes(_ descriptor: Int32) -> Bool {
        for _ in 0..<waitsMax {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard let holder = holder(descriptor), kill(holder, 0) != 0, errno == ESRCH else { return false }
            usleep(10_000)
        }
        return false
    }

    deinit { release() }

    /// Lets the directory go; the first call counts.
    func release() {
        let held = descriptor.exchange(-1, ordering: .acquiringAndReleasing)
        if held >= 0 { close(held) }
    }

    /// The process id in the file, which only serves the message.
    private static func holder(_ descriptor: Int32) -> Int32? {
        var digits = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &digits, digits.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: digits.prefix(count).prefix { $0 != 10 }, as: UTF8.self))
    }

    private static func record(_ process: Int32, in descriptor: Int32) {
        let line = Array("\(process)\n".utf8)
        // The lock counts, not the text: a full disk must not keep a server from starting.
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, line, line.count, 0) }
    }

    /// Makes the directory, and those above it, when they do not exist.
    static func make(_ directory: String) throws(StoreError) {
        var status = stat()
        if stat(directory, &status) == 0 { return }
        if let slash = directory.lastIndex(of: "/"), slash > directory.startIndex {
            try make(String(directory[..<slash]))
        }
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw .unavailable(path: directory, message: String(cString: strerror(errno)))
        }
    }
}

import Glibc

/// Writers that append to one file and share its syncs: what the disk allows a server that acknowledges
/// nothing before it is durable.
// SAFETY: the mutex guards the counters; the file's descriptor never changes.
final class SharedSync: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let ended = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let descriptor: Int32
    private var started = 0
    /// Records that are in the file.
    private var written = 0
    private var synced = 0
    private var appends = 0
    private var isSyncing = false
    private var isOver = false

    private static let recordBytes = 320
    private static let fileMegabytes = 64

    init?(path: String) {
        descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { return nil }
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(ended, nil)
        // Written ahead, as a log that is used over and over is.
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        for megabyte in 0..<Self.fileMegabytes { pwrite(descriptor, zeros, zeros.count, off_t(megabyte << 20)) }
        fsync(descriptor)
    }

    /// Appends per second of so many writers, each of which waits for the sync that covers its record.
    func measure(writers: Int, seconds: UInt32) -> Int {
        var threads: [pthread_t] = []
        let me = Unmanaged.passUnretained(self).toOpaque()
        for _ in 0..<writers {
            var thread = pthread_t()
            pthread_create(
                &thread, nil,
                { context in
                    if let context { Unmanaged<SharedSync>.fromOpaque(context).takeUnretainedValue().write() }
                    return nil
                }, me)
            threads.append(thread)
        }
        sleep(seconds)
        pthread_mutex_lock(mutex)
        isOver = true
        pthread_mutex_unlock(mutex)
        for thread in threads { pthread_join(thread, nil) }
        return appends / Int(seconds)
    }

    private func write() {
        let record = [UInt8](repeating: 1, count: Self.recordBytes)
        pthread_mutex_lock(mutex)
        while !isOver {
            started += 1
            let offset = started * record.count % ((Self.fileMegabytes - 1) << 20)
            pthread_mutex_unlock(mutex)
            pwrite(descriptor, record, record.count, off_t(offset))
            pthread_mutex_lock(mutex)
            written += 1
            let place = written
            waitForSync(of: place)
            appends += 1
        }
        pthread_mutex_unlock(mutex)
    }

    /// Returns once a sync that began after the record was written has ended; whoever finds none under way
    /// begins one for all.
    private func waitForSync(of place: Int) {
        while synced < place {
            guard !isSyncing else {
                pthread_cond_wait(ended, mutex)
                continue
            }
            isSyncing = true
            let covered = written
            pthread_mutex_unlock(mutex)
            fdatasync(descriptor)
            pthread_mutex_lock(mutex)
            synced = covered
            isSyncing = false
            pthread_cond_broadcast(ended)
        }
    }
}

internal import Glibc

/// The threads of a store; `wait` returns once all have ended.
// SAFETY: the mutex guards `running`; the two pthread objects have a fixed address from init to deinit.
final class ThreadGroup: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let ended = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var running: Set<pthread_t> = []
    private var count = 0

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(ended, nil)
    }

    deinit {
        pthread_cond_destroy(ended)
        pthread_mutex_destroy(mutex)
        ended.deallocate()
        mutex.deallocate()
    }

    /// Starts a detached thread that runs `body`; answers whether the system gave one.
    func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let work = Unmanaged.passRetained(Work(group: self, body: body))
        add(1)
        var thread = pthread_t()
        // SAFETY: the thread takes over the reference; when there is no thread it is released here.
        let code = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        guard code != 0 else { return true }
        work.release()
        add(-1)
        return false
    }

    private final class Work {
        let group: ThreadGroup
        let body: @Sendable () -> Void

        init(group: ThreadGroup, body: @escaping @Sendable () -> Void) {
            self.group = group
            self.body = body
        }

        func run() {
            group.note(pthread_self(), isRunning: true)
            body()
            group.note(pthread_self(), isRunning: false)
            group.add(-1)
        }
    }

    private func add(_ threads: Int) {
        pthread_mutex_lock(mutex)
        count += threads
        pthread_mutex_unlock(mutex)
        pthread_cond_broadcast(ended)
    }

    private func note(_ thread: pthread_t, isRunning: Bool) {
        pthread_mutex_lock(mutex)
        if isRunning { running.insert(thread) } else { running.remove(thread) }
        pthread_mutex_unlock(mutex)
    }

    /// Waits for all threads to end; one of them does not wait for itself.
    func wait() {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !running.contains(pthread_self()) else { return }
        while count > 0 { pthread_cond_wait(ended, mutex) }
    }
}

internal import Glibc

/// Lets a thread wait for a result of another one. Only for start, stop and tools: it blocks.
// SAFETY: the mutex guards `result`; the two pthread objects have a fixed address from init to deinit.
final class Latch<Value: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let opened = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value?

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(opened, nil)
    }

    deinit {
        pthread_cond_destroy(opened)
        pthread_mutex_destroy(mutex)
        opened.deallocate()
        mutex.deallocate()
    }

    func open(_ value: Value) {
        pthread_mutex_lock(mutex)
        self.value = value
        pthread_mutex_unlock(mutex)
        pthread_cond_broadcast(opened)
    }

    func wait() -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let value { return value }
            pthread_cond_wait(opened, mutex)
        }
    }
}

internal import Glibc

/// A thread that sleeps until the next alarm of the system clock.
///
/// SAFETY: the mutex guards every stored property after `start`; the thread holds the object until `stop`.
final class Sleeper: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var wakeAt: Int64 = .max
    private var isStopped = false
    private var action: (@Sendable () -> Void)?

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(condition)
        mutex.deallocate()
        condition.deallocate()
    }

    func start(_ action: @escaping @Sendable () -> Void) {
        self.action = action
        var thread = pthread_t()
        let this = Unmanaged.passRetained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Sleeper>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, this)
        pthread_detach(thread)
    }

    func wake(at instant: Instant) {
        pthread_mutex_lock(mutex)
        if instant.milliseconds < wakeAt {
            wakeAt = instant.milliseconds
            pthread_cond_signal(condition)
        }
        pthread_mutex_unlock(mutex)
    }

    func stop() {
        pthread_mutex_lock(mutex)
        isStopped = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    private func run() {
        pthread_mutex_lock(mutex)
        while !isStopped {
            if wakeAt == .max {
                pthread_cond_wait(condition, mutex)
            } else if TimeSource.systemNow().milliseconds < wakeAt {
                var until = timespec(
                    tv_sec: Int(wakeAt / 1000), tv_nsec: Int(wakeAt % 1000) * 1_000_000)
                pthread_cond_timedwait(condition, mutex, &until)
            } else {
                wakeAt = .max
                pthread_mutex_unlock(mutex)
                action?()
                pthread_mutex_lock(mutex)
            }
        }
        pthread_mutex_unlock(mutex)
    }
}

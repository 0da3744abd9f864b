internal import Glibc

/// Work waiting for threads, bounded, first come first served.
// SAFETY: the mutex guards every stored property but the immutable ones; the two pthread objects have a fixed
// address of their own from init to deinit.
final class Mailbox<Element>: @unchecked Sendable {
    /// What became of an element handed in.
    enum Outcome { case accepted, full, closed }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let capacity: Int
    private var waiting: [Element] = []
    /// The next element `takeOne` answers.
    private var head = 0
    private var sleepers = 0
    private var isClosed = false

    init(capacity: Int) {
        self.capacity = capacity
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        arrival.deallocate()
        mutex.deallocate()
    }

    /// Hands an element in; `idle` tells whether a thread waited for it.
    func post(_ element: Element) -> (outcome: Outcome, idle: Bool) {
        pthread_mutex_lock(mutex)
        guard !isClosed else { return unlock((.closed, false)) }
        guard waiting.count - head < capacity else { return unlock((.full, false)) }
        waiting.append(element)
        let idle = sleepers > 0
        pthread_mutex_unlock(mutex)
        if idle { pthread_cond_signal(arrival) }
        return (.accepted, idle)
    }

    private func unlock<T>(_ value: T) -> T {
        pthread_mutex_unlock(mutex)
        return value
    }

    /// Whether nothing waits.
    var isEmpty: Bool {
        pthread_mutex_lock(mutex)
        return unlock(waiting.count == head)
    }

    /// Waits for work and swaps all of it into the empty array `work`; answers `false` once closed and empty.
    func takeAll(_ work: inout [Element]) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        waitForArrival()
        guard !waiting.isEmpty else { return false }
        swap(&waiting, &work)
        return true
    }

    /// Waits for one piece of work; answers `nil` once closed and empty.
    func takeOne() -> Element? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        waitForArrival()
        guard head < waiting.count else { return nil }
        let element = waiting[head]
        head += 1
        if head == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1024, head * 2 >= waiting.count {
            waiting.removeSubrange(..<head)
            head = 0
        }
        return element
    }

    private func waitForArrival() {
        while waiting.count == head, !isClosed {
            sleepers += 1
            pthread_cond_wait(arrival, mutex)
            sleepers -= 1
        }
    }

    /// Refuses further work; what waits is still taken.
    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_mutex_unlock(mutex)
        pthread_cond_broadcast(arrival)
    }
}

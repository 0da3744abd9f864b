import NIOCore
import Synchronization

/// Runs tasks on an event loop, so that a short request never changes threads for anything but its
/// transaction.
///
/// What the writer resumes after a commit gathers here; the loop is woken once for all of it.
final class LoopExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let eventLoop: any EventLoop

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (isFirst, isClosed) = state.withLock { state in
            guard !state.isClosed else { return (false, true) }
            state.jobs.append(job)
            return (state.jobs.count == 1, false)
        }
        if isClosed { return globalConcurrentExecutor.enqueue(job) }
        if isFirst { eventLoop.execute { self.run() } }
    }

    private func run() {
        let executor = asUnownedTaskExecutor()
        for job in take(isLast: false) { job.runSynchronously(on: executor) }
    }

    private func take(isLast: Bool) -> [UnownedJob] {
        state.withLock { state in
            let jobs = state.jobs
            state.jobs = []
            if isLast { state.isClosed = true }
            return jobs
        }
    }

    /// The loop ends: what is left, and what comes yet, runs elsewhere.
    func close() {
        for job in take(isLast: true) { globalConcurrentExecutor.enqueue(job) }
    }
}

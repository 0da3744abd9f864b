import NIOCore
import Synchronization

/// Runs tasks on an event loop, so that a short request never changes threads for anything but its
/// transaction.
///
/// What the writer resumes after a commit gathers here; the loop is woken once for all of it.
final class LoopExecutor: TaskExecutor {
    private enum Work {
        case job(UnownedJob)
        case closure(@Sendable () -> Void)
    }

    private struct State {
        var waiting: [Work] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let eventLoop: any EventLoop

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) { add(.job(UnownedJob(job))) }

    /// Runs a closure on the loop: at once on the loop itself, otherwise together with everything else that
    /// waits.
    func execute(_ closure: @escaping @Sendable () -> Void) {
        if eventLoop.inEventLoop { return closure() }
        add(.closure(closure))
    }

    private func add(_ work: Work) {
        let (isFirst, isClosed) = state.withLock { state in
            guard !state.isClosed else { return (false, true) }
            state.waiting.append(work)
            return (state.waiting.count == 1, false)
        }
        if isClosed { return Self.runElsewhere(work) }
        if isFirst { eventLoop.execute { self.run() } }
    }

    private func run() {
        let executor = asUnownedTaskExecutor()
        for work in take(isLast: false) {
            switch work {
            case .job(let job): job.runSynchronously(on: executor)
            case .closure(let closure): closure()
            }
        }
    }

    private func take(isLast: Bool) -> [Work] {
        state.withLock { state in
            let waiting = state.waiting
            state.waiting = []
            if isLast { state.isClosed = true }
            return waiting
        }
    }

    private static func runElsewhere(_ work: Work) {
        switch work {
        case .job(let job): globalConcurrentExecutor.enqueue(job)
        case .closure(let closure): closure()
        }
    }

    /// The loop ends: what is left, and what comes yet, runs elsewhere.
    func close() {
        for work in take(isLast: true) { Self.runElsewhere(work) }
    }
}

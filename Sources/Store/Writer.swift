internal import Synchronization

/// The one thread that writes: it takes everything that waits, commits it once and answers everyone.
// SAFETY: `connection`, `session`, `snapshots`, `files.log` and the scratch fields belong to the thread that
// runs `run`; everything else is immutable or locks itself.
final class Writer: @unchecked Sendable {
    private let mailbox: Mailbox<Job>
    private let limits: StoreLimits
    private let connection: Connection
    /// Nil for a store in memory.
    private let files: Files?
    private var session: Session?
    /// A store in memory reads here, on the only connection.
    private var snapshots: Session?
    private var timings: [(label: StaticString, nanoseconds: UInt64)] = []
    private var nextCheckpointPages: Int
    private var keepsSnapshots = true

    /// What a store in files has besides its connection.
    struct Files {
        let log: LogFile?
        let checkpointer: Checkpointer
        let sessions: SessionPool
        /// Held as long as anything may write.
        let lock: DirectoryLock
    }

    /// Set for good once the disk failed.
    let failure = Mutex<StoreError?>(nil)
    let statistics = Mutex<StoreStatistics>(StoreStatistics())

    init(_ connection: Connection, _ files: Files? = nil, limits: StoreLimits) throws(StoreError) {
        self.connection = connection
        self.files = files
        self.limits = limits
        mailbox = Mailbox(capacity: limits.waitingWrites)
        nextCheckpointPages = limits.checkpointPages
        session = try Session(connection, isReadOnly: false)
        snapshots = files == nil ? try Session(connection, isReadOnly: true) : nil
    }

    /// Hands a job in; answers why not when it cannot be.
    func post(_ job: Job) -> StoreError? {
        switch mailbox.post(job).outcome {
        case .accepted: nil
        case .full: .busy(waiting: limits.waitingWrites)
        case .closed: .closed
        }
    }

    func close() { mailbox.close() }

    func run() {
        var jobs: [Job] = []
        while mailbox.takeAll(&jobs) {
            process(jobs)
            jobs.removeAll(keepingCapacity: true)
            keepLog()
        }
        session = nil
        snapshots = nil
        connection.close()
    }

    private func process(_ jobs: [Job]) {
        guard let session else { return }
        var next = 0
        while next < jobs.count {
            switch jobs[next].kind {
            case .write: next = commit(jobs, from: next, in: session)
            case .snapshot:
                snapshots?.answer(jobs[next])
                next += 1
            case .alone:
                let transaction = Transaction(session)
                _ = jobs[next].run(transaction)
                jobs[next].finish(nil)
                next += 1
            }
        }
    }

    // MARK: Batches

    /// Runs and commits a batch; answers the index of the first job after it.
    private func commit(_ jobs: [Job], from first: Int, in session: Session) -> Int {
        timings.removeAll(keepingCapacity: true)
        var end = first
        var loss = failure.withLock { $0 }
        let started = Stopwatch.now
        var ran = started
        if loss == nil {
            do throws(StoreError) {
                try session.beginTransaction()
                ran = runClosures(jobs, from: first, to: &end, in: session, since: started)
                try session.commitTransaction()
            } catch {
                loss = error
                end = max(end, first + 1)
                abandon(session, after: error)
            }
        } else {
            end = first + 1
        }
        files?.sessions.noteCommit()
        record(closures: end - first, loss: loss, commitNanoseconds: Stopwatch.now - ran)
        for index in first..<end { answer(jobs[index], loss) }
        return end
    }

    private func runClosures(
        _ jobs: [Job], from first: Int, to end: inout Int, in session: Session, since started: UInt64
    ) -> UInt64 {
        let isShared = first + 1 < jobs.count && jobs[first + 1].kind == .write
        let transaction = Transaction(session)
        var before = started
        repeat {
            let job = jobs[end]
            session.beginClosure(shared: isShared, checksFirst: job.checksFirst)
            if job.run(transaction) {
                job.actions = session.keepClosure()
            } else {
                session.undoClosure()
                if !isShared { session.undoTransaction() }
            }
            let now = Stopwatch.now
            timings.append((job.label, now - before))
            before = now
            end += 1
        } while end < jobs.count && jobs[end].kind == .write && session.loss == nil
            && end - first < limits.batchClosures && connection.boundBytes < limits.batchBytes
            && before - started < limits.batchNanoseconds
        return before
    }

    /// After a lost batch: a full disk passes, a failed one does not. A sync that failed once may succeed the
    /// next time without having written anything, so it is never tried again.
    private func abandon(_ session: Session, after error: StoreError) {
        if case .failed = error { failure.withLock { $0 = $0 ?? error } }
        do throws(StoreError) { try session.rollBackTransaction() } catch {
            failure.withLock { $0 = $0 ?? error }
        }
    }

    private func answer(_ job: Job, _ loss: StoreError?) {
        if loss == nil { for action in job.actions { action() } }
        job.actions = []
        job.finish(loss)
    }

    private func record(closures: Int, loss: StoreError?, commitNanoseconds: UInt64) {
        statistics.withLock { statistics in
            for timing in timings { statistics.addClosure(timing.label, nanoseconds: timing.nanoseconds) }
            if loss == nil {
                statistics.addCommit(closures: closures, nanoseconds: commitNanoseconds)
            } else {
                statistics.lostBatches += 1
            }
        }
    }

    // MARK: The log

    private func keepLog() {
        guard let files, let log = files.log else { return }
        let checkpointer = files.checkpointer
        if let error = checkpointer.failure.withLock({ $0 }) { failure.withLock { $0 = $0 ?? error } }
        let pages = connection.logPages
        log.prepare(forPages: pages, isIdle: mailbox.isEmpty)
        // A log that is due for copying starts afresh only in a moment without snapshots.
        if keepsSnapshots != (pages < limits.checkpointPages) {
            keepsSnapshots.toggle()
            files.sessions.keepSnapshots(keepsSnapshots)
        }
        switch checkpointer.current {
        case .copying: return
        case .copied:
            // The few pages written during the copy. Once nothing is left, the next write starts the log
            // afresh.
            checkpointRest()
            checkpointer.settle()
        case .idle:
            if pages < limits.checkpointPages { nextCheckpointPages = limits.checkpointPages }
            guard pages >= nextCheckpointPages else { return }
            // While a snapshot holds the log, try again only after it has grown by an eighth.
            nextCheckpointPages = pages + max(1, limits.checkpointPages / 8)
            checkpointer.request()
        }
    }

    private func checkpointRest() {
        do throws(StoreError) { _ = try connection.checkpoint() } catch {
            if case .failed = error { failure.withLock { $0 = $0 ?? error } }
        }
    }
}

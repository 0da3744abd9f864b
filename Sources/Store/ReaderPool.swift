internal import Synchronization

/// The threads that run closures on snapshots, each with a connection of its own.
///
/// A snapshot shows what is durable: SQLite publishes a commit to other connections only after its sync.
final class ReaderPool: Sendable {
    private let mailbox: Mailbox<Job>
    private let threads: ThreadGroup
    private let started = Atomic<Int>(0)
    private let path: String
    private let configuration: StoreConfiguration
    private let lock: DirectoryLock?
    private let sessions: SessionPool

    init(
        path: String, configuration: StoreConfiguration, lock: DirectoryLock?, threads: ThreadGroup,
        sessions: SessionPool
    ) throws(StoreError) {
        mailbox = Mailbox(capacity: configuration.limits.waitingReads)
        self.path = path
        self.configuration = configuration
        self.lock = lock
        self.threads = threads
        self.sessions = sessions
        // One thread is there from the start, so that work handed in is always done.
        guard startThread() else { throw .unavailable(path: path, message: "no thread to read on") }
    }

    /// Hands a job in; answers why not when it cannot be.
    func post(_ job: Job) -> StoreError? {
        let (outcome, idle) = mailbox.post(job)
        switch outcome {
        case .closed: return .closed
        case .full: return .busy(waiting: configuration.limits.waitingReads)
        case .accepted:
            if !idle, started.load(ordering: .relaxed) < configuration.readers { _ = startThread() }
            return nil
        }
    }

    private func startThread() -> Bool {
        guard started.add(1, ordering: .relaxed).newValue <= max(1, configuration.readers),
            threads.start({ self.run() })
        else {
            started.subtract(1, ordering: .relaxed)
            return false
        }
        return true
    }

    private func run() {
        var session: Session?
        while let job = mailbox.takeOne() {
            do throws(StoreError) {
                if session == nil { session = try Self.openSession(path, configuration) }
                session?.answer(job)
            } catch {
                job.finish(error)
            }
        }
        session?.close()
    }

    static func openSession(
        _ path: String, _ configuration: StoreConfiguration
    ) throws(StoreError) -> Session {
        try Session(
            Connection(path: path, role: .reader, configuration: configuration), isReadOnly: true)
    }

    /// Runs `body` on the caller's thread when a connection is free; answers `nil` when none is.
    func readHere<R>(_ body: (borrowing Transaction) throws -> R) throws -> R? {
        guard let session = try sessions.borrow() else { return nil }
        defer { sessions.giveBack(session) }
        return try session.snapshot(body)
    }

    /// The same on a snapshot that earlier reads may have used and later ones may use.
    func readAgain<R>(_ body: (borrowing Transaction) throws -> R) throws -> R? {
        guard let session = try sessions.borrow() else { return nil }
        defer { sessions.giveBack(session) }
        return try session.snapshot(showing: sessions.commitCount, body)
    }

    func endIdleSnapshots() { sessions.endIdleSnapshots() }

    func close() {
        mailbox.close()
        sessions.close()
    }
}

extension Session {
    /// Runs `body` on a snapshot of its own.
    func snapshot<R>(_ body: (borrowing Transaction) throws -> R) throws -> R {
        try endSnapshot()
        try beginTransaction()
        beginClosure(shared: false)
        let transaction = Transaction(self)
        let result = Result { try body(transaction) }
        _ = keepClosure()
        try rollBackTransaction()
        return try result.get()
    }

    /// Runs `body` on the open snapshot if that shows all of `commits`, on a new one otherwise, and leaves it
    /// open.
    func snapshot<R>(showing commits: UInt64, _ body: (borrowing Transaction) throws -> R) throws -> R {
        if shownCommits != commits {
            try endSnapshot()
            try beginTransaction()
            shownCommits = commits
        }
        beginClosure(shared: false)
        let transaction = Transaction(self)
        do {
            let result = try body(transaction)
            _ = keepClosure()
            return result
        } catch {
            try endSnapshot()
            throw error
        }
    }

    /// Ends the snapshot that is still open, if there is one.
    private func endSnapshot() throws(StoreError) {
        guard shownCommits != nil else { return }
        shownCommits = nil
        try rollBackTransaction()
    }

    /// The same; false when that fails, and the session is closed then.
    func hasEndedSnapshot() -> Bool {
        do throws(StoreError) {
            try endSnapshot()
            return true
        } catch {
            close()
            return false
        }
    }

    /// Runs a job on a snapshot of its own and answers it.
    func answer(_ job: Job) {
        do {
            _ = try snapshot { job.run($0) }
            job.finish(nil)
        } catch let error as StoreError {
            job.finish(error)
        } catch {
            job.finish(.rolledBack(message: "\(error)"))
        }
    }
}

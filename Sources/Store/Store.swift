internal import Synchronization

/// The one database of a server: writes in commits shared by everyone who waits, reads on snapshots.
///
/// A write returns after its commit is durable. Closures are synchronous and run on the store's own threads,
/// so they must not wait for anything; their budget is two milliseconds. Only one store at a time holds a
/// directory.
public final class Store: Sendable {
    let writer: Writer
    private let readers: ReaderPool?
    private let checkpointer: Checkpointer?
    private let lock: DirectoryLock?
    private let writerThreads = ThreadGroup()
    private let otherThreads = ThreadGroup()
    private let checks = Mutex<[StoreCheck]>([])

    /// Opens or makes the database.
    ///
    /// Throws ``StoreError/held(directory:process:)`` when another store holds the directory, and
    /// ``StoreError/unavailable(path:message:)`` when something in it cannot be opened.
    public init(_ configuration: StoreConfiguration) throws(StoreError) {
        guard case .directory(let directory) = configuration.location else {
            let connection = try Connection(path: ":memory:", role: .writer, configuration: configuration)
            writer = try Writer(connection, limits: configuration.limits)
            readers = nil
            checkpointer = nil
            lock = nil
            try startThreads()
            return
        }
        try DirectoryLock.make(directory)
        let lock = try DirectoryLock(directory: directory)
        let path = directory + "/apus.db"
        let connection = try Connection(path: path, role: .writer, configuration: configuration)
        // Reading anything recovers and opens the log, which can then be grown.
        try connection.execute("SELECT count(*) FROM sqlite_schema")
        let log = LogFile(path: path + "-wal", checkpointPages: configuration.limits.checkpointPages)
        let checkpointer = Checkpointer(path: path, configuration: configuration, lock: lock)
        let sessions = SessionPool(capacity: max(1, configuration.readers)) { () throws(StoreError) in
            try ReaderPool.openSession(path, configuration)
        }
        let files = Writer.Files(log: log, checkpointer: checkpointer, sessions: sessions, lock: lock)
        writer = try Writer(connection, files, limits: configuration.limits)
        readers = try ReaderPool(
            path: path, configuration: configuration, lock: lock, threads: otherThreads, sessions: sessions)
        self.checkpointer = checkpointer
        self.lock = lock
        try startThreads()
    }

    private func startThreads() throws(StoreError) {
        let (writer, checkpointer) = (writer, checkpointer)
        let isStarted = writerThreads.start { writer.run() }
        let isCopying = checkpointer.map { copier in otherThreads.start { copier.run() } } ?? true
        guard isStarted, isCopying else { throw .unavailable(path: "store", message: "no thread to run on") }
    }

    deinit { stop() }

    private func stop() {
        readers?.close()
        checkpointer?.close()
        writer.close()
    }

    /// Finishes what waits, copies the log into the database file and lets the directory go. It blocks until
    /// then; work handed in later is answered with ``StoreError/closed``.
    public func close() {
        readers?.close()
        checkpointer?.close()
        otherThreads.wait()
        writer.close()
        writerThreads.wait()
        lock?.release()
    }

    // MARK: Work

    /// Runs `body` in a transaction and returns once it is durable. What `body` throws undoes it alone.
    ///
    /// `label` names the closure in ``statistics``; it is the operation's name. `checksFirst` is a promise
    /// that saves a savepoint, which costs as much as a small change: the closure throws before it changes
    /// anything or only what the store throws. Should it break its promise, all who share its commit get
    /// ``StoreError/rolledBack(message:)``.
    public func write<R: Sendable>(
        label: StaticString, checksFirst: Bool = false,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        try await withUnsafeThrowingContinuation { continuation in
            post(
                ClosureJob(
                    .write, label: label, checksFirst: checksFirst, body,
                    answer: .continuation(continuation)))
        }
    }

    /// The same for event loops: `completion` is called once, on the committing thread after the commit, or
    /// on the caller's when the store takes no more work. It must be short.
    public func write<R: Sendable>(
        label: StaticString, checksFirst: Bool = false,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R,
        completion: @escaping @Sendable (Result<R, any Error>) -> Void
    ) {
        post(
            ClosureJob(.write, label: label, checksFirst: checksFirst, body, answer: .callback(completion)))
    }

    /// Runs `body` on a snapshot of what is durable: on the caller's thread while a connection is free,
    /// otherwise on a reader's. For reads that take long, the other form keeps the caller's thread free.
    public func read<R: Sendable>(
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        if let result = try readers?.readHere(body) { return result }
        return try await withUnsafeThrowingContinuation { continuation in
            post(ClosureJob(.snapshot, label: "read", body, answer: .continuation(continuation)))
        }
    }

    /// Runs `body` on a snapshot of what is durable on the caller's thread, for event loops: it must be
    /// short. Answers nil when no connection is free, and for a store in memory, which has one for all.
    ///
    /// The snapshot shows all that was acknowledged before the call. It may have been begun for an earlier
    /// read, before a commit that is about to be acknowledged: what is read here must not be kept in caches.
    public func readHere<R>(_ body: (borrowing Transaction) throws -> R) throws -> R? {
        try readers?.readAgain(body)
    }

    /// The same for event loops: `completion` is called once, on the reading thread. It must be short.
    public func read<R: Sendable>(
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R,
        completion: @escaping @Sendable (Result<R, any Error>) -> Void
    ) {
        post(ClosureJob(.snapshot, label: "read", body, answer: .callback(completion)))
    }

    // SAFETY: every job handed in here is finished once, which resumes the unsafe continuations above.
    private func post(_ job: Job) {
        let refusal: StoreError?
        if job.kind == .snapshot, let readers {
            refusal = readers.post(job)
        } else {
            // A store in memory has one connection, so it reads on the writer.
            refusal = writer.post(job)
        }
        if let refusal { job.finish(refusal) }
    }

    /// Runs `body` and blocks until it is done: for start, stop and tools.
    func wait<R: Sendable>(
        _ kind: Job.Kind, _ body: @escaping @Sendable (borrowing Transaction) throws -> R
    ) throws(StoreError) -> R {
        let latch = Latch<Result<R, any Error>>()
        post(ClosureJob(kind, label: "store", body, answer: .callback { latch.open($0) }))
        switch latch.wait() {
        case .success(let value): return value
        case .failure(let error as StoreError): throw error
        case .failure(let error): throw .statement(message: "\(error)", sql: "")
        }
    }

    // MARK: Care

    /// Applies the migrations of `namespace` that the database does not have, all or nothing. It blocks.
    ///
    /// Throws ``StoreError/migration(namespace:number:reason:)`` when the database and the list do not fit.
    public func migrate(_ namespace: String, _ migrations: [Migration]) throws(StoreError) {
        let plan = MigrationPlan(namespace: namespace, migrations: migrations)
        try wait(.write) { transaction in try plan.apply(in: transaction) }
    }

    /// The number of the newest migration of `namespace` that was applied; 0 where none was. It blocks.
    public func schemaNumber(of namespace: String) throws(StoreError) -> Int {
        try wait(.snapshot) { transaction in
            let tables = try transaction.session.connection.rows(
                "SELECT name FROM sqlite_schema WHERE name = 'kernel_migration'")
            guard !tables.isEmpty else { return 0 }
            return try transaction.value(
                "SELECT MAX(number) FROM kernel_migration WHERE namespace = \(namespace)", as: Int.self) ?? 0
        }
    }

    /// Copies the log into the database file as far as no snapshot needs it. It blocks.
    public func checkpoint() throws(StoreError) {
        readers?.endIdleSnapshots()
        try wait(.alone) { transaction in _ = try transaction.session.connection.checkpoint() }
    }

    /// Adds a check to ``verify(progress:)``.
    public func register(_ check: StoreCheck) { checks.withLock { $0.append(check) } }

    /// Checks the file's structure, the foreign keys and whatever ``register(_:)`` added, on one snapshot.
    ///
    /// `progress` hears the name of each check before it runs, on the reading thread. It blocks, for as long
    /// as reading everything takes.
    public func verify(
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(StoreError) -> [StoreFault] {
        let checks = [.integrity, .foreignKeys] + checks.withLock { $0 }
        return try wait(.snapshot) { transaction in
            var faults: [StoreFault] = []
            for check in checks {
                progress(check.name)
                for detail in try check.body(transaction) {
                    faults.append(StoreFault(check: check.name, detail: detail))
                }
            }
            return faults
        }
    }

    /// The tables, by name or alias, that `sql` would scan instead of searching an index. It blocks.
    public func scans(of sql: SQL) throws(StoreError) -> [String] {
        try wait(.snapshot) { transaction in try transaction.session.connection.scans(of: sql) }
    }

    /// The statements prepared by the writer so far that scan a table: after a test has driven a service
    /// through all it does, none of its own may be among them. It blocks.
    public func scanningStatements() throws(StoreError) -> [String] {
        try wait(.alone) { transaction in try transaction.session.connection.scanningStatements() }
    }

    /// What the store has done so far.
    public var statistics: StoreStatistics { writer.statistics.withLock { $0 } }

    /// Set once the disk failed: from then on every write is answered with it, until the process starts anew.
    public var failure: StoreError? { writer.failure.withLock { $0 } }
}

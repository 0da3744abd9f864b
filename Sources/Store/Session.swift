/// A connection inside a transaction: what a ``Transaction`` acts on.
///
/// Confined to the thread that owns the connection.
final class Session {
    let connection: Connection
    /// Whether the transaction at hand may only read.
    let isReadOnly: Bool
    /// What to do once the closure at hand is durable.
    private(set) var actions: [@Sendable () -> Void] = []
    /// Set once the whole transaction is lost; nothing more runs in it.
    private(set) var loss: StoreError?
    /// Whether a savepoint must be set before the closure's first change.
    private var needsSavepoint = false
    private var hasSavepoint = false
    /// The closure has promised to check before it changes anything, and has none.
    private var isUnguarded = false
    /// Statements that may have changed something, less those that were undone.
    private var changes = 0
    private var companions: [any Companion] = []
    private var companionTypes: [ObjectIdentifier] = []
    /// The commits that the snapshot shows which is still open; nil when none is.
    var shownCommits: UInt64?

    private let begin: Statement
    private let commit: Statement
    private let rollback: Statement
    private let savepoint: Statement
    private let release: Statement
    private let rollbackTo: Statement

    init(_ connection: Connection, isReadOnly: Bool) throws(StoreError) {
        self.connection = connection
        self.isReadOnly = isReadOnly
        begin = try connection.control(isReadOnly ? "BEGIN" : "BEGIN IMMEDIATE")
        commit = try connection.control("COMMIT")
        rollback = try connection.control("ROLLBACK")
        savepoint = try connection.control("SAVEPOINT apus")
        release = try connection.control("RELEASE apus")
        rollbackTo = try connection.control("ROLLBACK TO apus")
    }

    // MARK: The transaction

    func beginTransaction() throws(StoreError) {
        loss = nil
        connection.boundBytes = 0
        try connection.execute(begin)
    }

    func commitTransaction() throws(StoreError) {
        if let loss { throw loss }
        // Whatever the last closure left to do for itself is not for the companions.
        beginClosure(shared: false)
        let transaction = Transaction(self)
        for companion in companions { try companion.flush(in: transaction) }
        try connection.execute(commit)
        for companion in companions { companion.keep() }
    }

    func rollBackTransaction() throws(StoreError) {
        for companion in companions { companion.forget() }
        // Some errors end the transaction by themselves.
        if connection.isInTransaction { try connection.execute(rollback) }
    }

    func close() {
        _ = hasEndedSnapshot()
        connection.close()
    }

    func companion<C: Companion>(_ type: C.Type) -> C? {
        guard !isReadOnly else { return nil }
        let wanted = ObjectIdentifier(type)
        for (index, known) in companionTypes.enumerated() where known == wanted {
            // SAFETY: the two lists grow together, below, so that the type at an index is that of its object.
            return unsafeDowncast(companions[index], to: type)
        }
        let companion = C()
        companions.append(companion)
        companionTypes.append(wanted)
        return companion
    }

    // MARK: One closure

    /// Prepares for a closure; `shared` when others have run or may run in this transaction.
    func beginClosure(shared: Bool, checksFirst: Bool = false) {
        actions.removeAll(keepingCapacity: true)
        needsSavepoint = shared && !checksFirst
        isUnguarded = shared && checksFirst
        changes = 0
        hasSavepoint = false
    }

    /// Keeps what the closure did and answers what it wants done after the commit.
    func keepClosure() -> [@Sendable () -> Void] {
        if hasSavepoint { attempt(release) }
        for companion in companions { companion.keep() }
        return actions
    }

    /// Undoes what the closure did, and nothing else.
    func undoClosure() {
        actions.removeAll(keepingCapacity: true)
        for companion in companions { companion.undo(to: 0) }
        if isUnguarded, changes > 0 {
            loss = loss ?? .rolledBack(message: "a closure failed after its first change")
        }
        guard hasSavepoint else { return }
        attempt(rollbackTo)
        attempt(release)
    }

    /// Undoes the whole transaction, which holds the closure at hand only, and leaves an empty one.
    func undoTransaction() {
        attempt(rollback)
        attempt(begin)
    }

    /// Runs a migration's statements, none of which may end the transaction.
    func migrate(_ script: String) throws(StoreError) {
        if let loss { throw loss }
        guard !isReadOnly else { throw .readOnly }
        try guardClosure()
        do throws(StoreError) { try connection.execute(script, isGuarded: true) } catch {
            if !connection.isInTransaction { loss = loss ?? error }
            throw error
        }
    }

    /// A savepoint that cannot be set, kept or undone leaves no way to tell closures apart: all is lost.
    private func attempt(_ statement: Statement) {
        guard loss == nil else { return }
        do throws(StoreError) { try connection.execute(statement) } catch { loss = error }
    }

    func afterCommit(_ action: @escaping @Sendable () -> Void) { actions.append(action) }

    // MARK: Statements

    func start(_ sql: SQL) throws(StoreError) -> Statement {
        if let loss { throw loss }
        return try guarded(try connection.start(sql))
    }

    func start(
        _ template: SQLTemplate, _ bind: (inout SQLBinder) -> Void
    ) throws(StoreError) -> Statement {
        if let loss { throw loss }
        return try guarded(try connection.start(template, bind))
    }

    /// Makes sure that a statement which changes something can be undone.
    private func guarded(_ statement: Statement) throws(StoreError) -> Statement {
        guard !statement.isReadOnly else { return statement }
        do throws(StoreError) {
            guard !isReadOnly else { throw .readOnly }
            try guardClosure()
        } catch {
            connection.finish(statement)
            throw error
        }
        return statement
    }

    func step(_ statement: Statement) throws(StoreError) -> Bool {
        do throws(StoreError) { return try connection.step(statement) } catch {
            // A full disk or want of memory ends the whole transaction, and with it what others did in it.
            if !connection.isInTransaction { loss = loss ?? error }
            if case .failed = error { loss = loss ?? error }
            throw error
        }
    }

    /// Runs a statement that changes rows to its end, where its constraints are checked; one that only reads
    /// may be left where it stands.
    func complete(_ statement: Statement) throws(StoreError) {
        guard !statement.isReadOnly else { return }
        while try step(statement) {}
    }

    func finish(_ statement: Statement) { connection.finish(statement) }

    private func guardClosure() throws(StoreError) {
        changes += 1
        guard needsSavepoint else { return }
        needsSavepoint = false
        try connection.execute(savepoint)
        hasSavepoint = true
    }

    // MARK: Savepoints of the closure

    func withSavepoint<T>(_ body: () throws -> T) throws -> T {
        if let loss { throw loss }
        let changesBefore = changes
        try guardClosure()
        let kept = actions.count
        let counts = companions.map(\.changeCount)
        try connection.execute(savepoint)
        do {
            let result = try body()
            attempt(release)
            if let loss { throw loss }
            return result
        } catch {
            undo(actions: kept, companions: counts)
            changes = changesBefore
            attempt(rollbackTo)
            attempt(release)
            throw error
        }
    }

    /// The same for a body that leaves nothing changed when it throws; if it does, the batch is lost.
    func withoutSavepoint<T>(_ body: () throws -> T) throws -> T {
        if let loss { throw loss }
        let kept = actions.count
        let counts = companions.map(\.changeCount)
        let changesBefore = changes
        do { return try body() } catch {
            undo(actions: kept, companions: counts)
            if changes > changesBefore {
                loss = loss ?? .rolledBack(message: "what promised to change nothing before it failed did")
            }
            throw error
        }
    }

    private func undo(actions kept: Int, companions counts: [Int]) {
        actions.removeSubrange(kept...)
        for (index, companion) in companions.enumerated() {
            companion.undo(to: index < counts.count ? counts[index] : 0)
        }
    }
}

internal import CSQLite

/// One connection to the database, confined to the thread that made it.
final class Connection {
    /// What the connection is for.
    enum Role: Equatable { case writer, reader, checkpointer }

    // SAFETY: opened without SQLite's mutexes; the owning thread alone uses it, and `close` runs once.
    private(set) var handle: OpaquePointer?
    private var cache: StatementCache
    /// The statements of templates, by their numbers.
    private var templates: [Statement?] = []
    private let statementBytes: Int
    /// Bytes bound since it was last set to zero.
    var boundBytes = 0
    /// Pages in the log after the last commit.
    var logPages = 0

    init(path: String, role: Role, configuration: StoreConfiguration) throws(StoreError) {
        let limits = configuration.limits
        cache = StatementCache(capacity: limits.statements)
        statementBytes = limits.statementBytes
        _ = Self.configured
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &opened, flags, configuration.fileSystem)
        handle = opened
        guard code == SQLITE_OK else {
            let message = String(cString: sqlite3_errstr(code))
            close()
            throw .unavailable(path: path, message: message)
        }
        do { try prepare(role, limits, inMemory: configuration.location == .memory) } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    private static let configured = apus_sqlite_configure()

    private func prepare(_ role: Role, _ limits: StoreLimits, inMemory: Bool) throws(StoreError) {
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Int32(clamping: limits.valueBytes))
        sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, Int32(clamping: limits.statementBytes))
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        sqlite3_busy_timeout(handle, 5_000)
        apus_sqlite_set(handle, SQLITE_DBCONFIG_DQS_DML, 0)
        apus_sqlite_set(handle, SQLITE_DBCONFIG_DQS_DDL, 0)
        apus_sqlite_set(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        apus_sqlite_set(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        try execute("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = OFF")
        let cache = role == .writer ? limits.writerCacheBytes : limits.readerCacheBytes
        try execute("PRAGMA cache_size = -\(max(1, cache >> 10))")
        guard !inMemory else { return }
        if role == .writer { try execute("PRAGMA page_size = 4096; PRAGMA auto_vacuum = NONE") }
        guard try rows("PRAGMA journal_mode = WAL") == ["wal"] else {
            throw .unavailable(path: "apus.db", message: "the file system cannot keep a write-ahead log")
        }
        try execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0")
        apus_sqlite_keep_log(handle, 1)
        if role == .reader { try execute("PRAGMA query_only = ON") }
        if role == .writer { watchLog() }
    }

    private func watchLog() {
        // SAFETY: the hook is called on this connection's thread inside a commit, while this object lives:
        // `close` runs before the object goes.
        let me = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().logPages = Int(pages)
                return SQLITE_OK
            }, me)
    }

    func close() {
        guard handle != nil else { return }
        cache.removeAll()
        templates.removeAll()
        // The last connection copies the log and removes it: an old log beside a newer database could hide
        // what happens to its pages, and one damaged frame in it would bring old pages back.
        apus_sqlite_keep_log(handle, 0)
        sqlite3_close_v2(handle)
        handle = nil
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }
    /// The row id of the last insert.
    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }
    /// The rows the last statement changed.
    var changedRows: Int { Int(sqlite3_changes64(handle)) }
    /// The number of cached statements.
    var cachedStatements: Int { cache.count }

    /// Their texts.
    var statementTexts: [String] {
        cache.texts + templates.compactMap { $0.map { String(cString: sqlite3_sql($0.handle)) } }
    }

    // MARK: Statements

    /// The statement for `sql` with its values bound; give it back with ``finish(_:)``.
    func start(_ sql: SQL) throws(StoreError) -> Statement {
        let statement = try statement(for: sql)
        let code = statement.bind(sql.values)
        guard code == SQLITE_OK else { throw error(code, sql: sql.text) }
        for value in sql.values { boundBytes += value.byteCount }
        statement.isBusy = true
        return statement
    }

    /// The statement of a template with the values bound that `bind` gives; give it back with ``finish(_:)``.
    func start(
        _ template: SQLTemplate, _ bind: (inout SQLBinder) -> Void
    ) throws(StoreError) -> Statement {
        let statement = try statement(for: template)
        var binder = SQLBinder(statement)
        bind(&binder)
        guard binder.failure == SQLITE_OK else {
            throw error(binder.failure, sql: template.text.description)
        }
        guard binder.count == statement.valueCount else {
            throw .statement(message: "Values are missing or too many", sql: template.text.description)
        }
        boundBytes += binder.byteCount
        statement.isBusy = true
        return statement
    }

    private func statement(for template: SQLTemplate) throws(StoreError) -> Statement {
        if template.number < templates.count, let known = templates[template.number], !known.isBusy {
            return known
        }
        guard TransactionControl.isAbsent(from: template.text.description) else {
            throw .statement(message: "Not allowed in a transaction", sql: template.text.description)
        }
        let statement = try control(template.text.description)
        statement.prepareRoom()
        if template.number >= templates.count {
            templates += Array(repeating: nil, count: template.number + 1 - templates.count)
        }
        if templates[template.number] == nil { templates[template.number] = statement }
        return statement
    }

    func finish(_ statement: Statement) {
        sqlite3_reset(statement.handle)
        statement.isBusy = false
    }

    /// Steps; answers whether there is a row.
    func step(_ statement: Statement) throws(StoreError) -> Bool {
        switch sqlite3_step(statement.handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw error(code, sql: String(cString: sqlite3_sql(statement.handle)))
        }
    }

    private func statement(for sql: SQL) throws(StoreError) -> Statement {
        if let cached = cache.find(sql.key) {
            // A cursor stands on it: a second one of its own, for this use.
            guard cached.isBusy else { return cached }
            return try compile(sql.text, values: sql.values.count)
        }
        let statement = try compile(sql.text, values: sql.values.count)
        cache.insert(statement, for: sql.key)
        return statement
    }

    private func compile(_ text: String, values: Int) throws(StoreError) -> Statement {
        guard text.utf8.count <= statementBytes else { throw .tooLarge }
        guard TransactionControl.isAbsent(from: text) else {
            throw .statement(message: "Not allowed in a transaction", sql: text)
        }
        var rest = ""
        guard let statement = try compile(text, rest: &rest) else {
            throw .statement(message: "No statement", sql: text)
        }
        guard rest.allSatisfy({ $0.isWhitespace || $0 == ";" }) else {
            throw .statement(message: "More than one statement", sql: text)
        }
        guard sqlite3_bind_parameter_count(statement.handle) == Int32(values) else {
            throw .statement(message: "A question mark that stands for no value", sql: text)
        }
        return statement
    }

    /// Compiles the first statement of `text`; `rest` is what follows it.
    private func compile(_ text: String, rest: inout String) throws(StoreError) -> Statement? {
        var prepared: OpaquePointer?
        var tail: UnsafePointer<CChar>?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        var left = ""
        // SAFETY: SQLite copies the text it keeps; `tail` points into it and is read before the scope ends.
        let code = text.withCString { start in
            let code = sqlite3_prepare_v3(handle, start, -1, flags, &prepared, &tail)
            if let tail { left = String(cString: tail) }
            return code
        }
        rest = left
        guard code == SQLITE_OK else { throw error(code, sql: text) }
        return prepared.map { Statement($0) }
    }

    /// Runs a script of this program's own: settings, transaction control and, guarded, migrations.
    func execute(_ script: String, isGuarded: Bool = false) throws(StoreError) {
        var rest = script
        while !rest.isEmpty {
            let text = rest
            guard !isGuarded || TransactionControl.isAbsent(from: text) else {
                throw .statement(message: "Not allowed in a transaction", sql: text)
            }
            guard let statement = try compile(text, rest: &rest) else { return }
            while try step(statement) {}
        }
    }

    /// Steps a statement prepared once, such as `COMMIT`.
    func execute(_ statement: Statement) throws(StoreError) {
        defer { sqlite3_reset(statement.handle) }
        while try step(statement) {}
    }

    /// Prepares a statement of this program's own for repeated use.
    func control(_ text: String) throws(StoreError) -> Statement {
        var rest = ""
        guard let statement = try compile(text, rest: &rest) else {
            throw .statement(message: "No statement", sql: text)
        }
        return statement
    }

    // MARK: Log

    /// Copies the log into the database file as far as no snapshot needs it; answers whether all was copied.
    func checkpoint() throws(StoreError) -> Bool {
        var pages: Int32 = 0
        var copied: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, &copied)
        if code & 0xFF == SQLITE_BUSY { return false }
        guard code == SQLITE_OK else { throw error(code, sql: "checkpoint") }
        return pages == copied
    }

    // MARK: Errors

    private func error(_ code: Int32, sql: String) -> StoreError {
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "closed"
        return StoreError(code: code, message: message, sql: sql)
    }
}

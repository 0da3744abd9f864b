/// What a closure reads and writes through: one type for writes and for snapshots.
///
/// It is lent for the length of the closure and cannot be kept. On a snapshot a statement that writes throws
/// ``StoreError/readOnly``. When a closure throws, what it did is undone and nothing else.
public struct Transaction: ~Copyable {
    let session: Session

    init(_ session: Session) { self.session = session }

    /// Whether this is a snapshot.
    public var isReadOnly: Bool { session.isReadOnly }

    /// Runs a statement for its effect.
    public func run(_ sql: SQL) throws(StoreError) {
        let statement = try session.start(sql)
        defer { session.finish(statement) }
        while try session.step(statement) {}
    }

    /// Runs a template for its effect with the values that `bind` gives in their order.
    public func run(
        _ template: SQLTemplate, _ bind: (inout SQLBinder) -> Void
    ) throws(StoreError) {
        let statement = try session.start(template, bind)
        defer { session.finish(statement) }
        while try session.step(statement) {}
    }

    /// Runs a statement and answers how many rows it changed.
    public func changing(_ sql: SQL) throws(StoreError) -> Int {
        try run(sql)
        return session.connection.changedRows
    }

    /// Inserts a row and answers its row id.
    public func insert(_ sql: SQL) throws(StoreError) -> Int64 {
        try run(sql)
        return session.connection.lastInsertedRow
    }

    /// Every row of the answer. Bound it with `LIMIT` unless the number of rows is bounded by itself.
    public func all<R: RowDecodable>(_ sql: SQL, as: R.Type = R.self) throws(StoreError) -> [R] {
        let statement = try session.start(sql)
        defer { session.finish(statement) }
        var rows: [R] = []
        while try session.step(statement) {
            let row = Row(statement.handle)
            rows.append(try R(row: row))
        }
        return rows
    }

    /// The first row of the answer, or `nil`.
    public func first<R: RowDecodable>(_ sql: SQL, as: R.Type = R.self) throws(StoreError) -> R? {
        let statement = try session.start(sql)
        defer { session.finish(statement) }
        guard try session.step(statement) else { return nil }
        let row = Row(statement.handle)
        let first = try R(row: row)
        try session.complete(statement)
        return first
    }

    /// The first column of the first row, or `nil` when there is no row; a null reads as `nil` too.
    public func value<V: SQLReadable>(_ sql: SQL, as: V.Type = V.self) throws(StoreError) -> V? {
        let statement = try session.start(sql)
        defer { session.finish(statement) }
        guard try session.step(statement) else { return nil }
        let column = SQLColumn(statement.handle, 0)
        let first = try Optional<V>(column: column)
        try session.complete(statement)
        return first
    }

    /// The first column of every row.
    public func values<V: SQLReadable>(_ sql: SQL, as: V.Type = V.self) throws(StoreError) -> [V] {
        let statement = try session.start(sql)
        defer { session.finish(statement) }
        var values: [V] = []
        while try session.step(statement) {
            let column = SQLColumn(statement.handle, 0)
            values.append(try V(column: column))
        }
        return values
    }

    /// Lends each row in turn to `body` until it answers `false`; nothing is kept between rows.
    public func forEach(_ sql: SQL, _ body: (borrowing Row) throws -> Bool) throws {
        let statement = try session.start(sql)
        defer { session.finish(statement) }
        while try session.step(statement) {
            let row = Row(statement.handle)
            guard try body(row) else { return try session.complete(statement) }
        }
    }

    /// Runs `action` on the committing thread once the closure is durable, in order of registration; never
    /// when the closure or the savepoint it was registered in is undone. On a snapshot it never runs.
    public func afterCommit(_ action: @escaping @Sendable () -> Void) { session.afterCommit(action) }

    /// The writer's companion of that type; nil on a snapshot, which sees everything in the database.
    public func companion<C: Companion>(_ type: C.Type) -> C? { session.companion(type) }

    /// Undoes what `body` did, including what it registered for after the commit, when it throws.
    public func savepoint<T>(_ body: () throws -> T) throws -> T { try session.withSavepoint(body) }

    /// The same without the cost of a savepoint, for a body that throws before it changes anything in the
    /// database. Should it break that promise, all who share the commit get
    /// ``StoreError/rolledBack(message:)``.
    public func withoutSavepoint<T>(_ body: () throws -> T) throws -> T {
        try session.withoutSavepoint(body)
    }
}

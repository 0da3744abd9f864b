/// The prepared statements of one connection, bounded; the least recently used go first.
struct StatementCache {
    private var statements: [StatementKey: Statement] = [:]
    private var uses: UInt64 = 0
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(8, capacity) }

    var count: Int { statements.count }

    var texts: [String] { statements.keys.map(\.text).sorted() }

    mutating func find(_ key: StatementKey) -> Statement? {
        guard let statement = statements[key] else { return nil }
        uses += 1
        statement.lastUse = uses
        return statement
    }

    mutating func insert(_ statement: Statement, for key: StatementKey) {
        if statements.count >= capacity { evict() }
        uses += 1
        statement.lastUse = uses
        statements[key] = statement
    }

    /// Drops an eighth at once, so that a flood of distinct statements sorts rarely.
    private mutating func evict() {
        let idle = statements.filter { !$0.value.isBusy }.sorted { $0.value.lastUse < $1.value.lastUse }
        for (key, _) in idle.prefix(capacity / 8) { statements[key] = nil }
    }

    mutating func removeAll() { statements.removeAll() }
}

internal import Kernel
internal import Store
internal import Synchronization

/// A table's place in caches.
struct TableKey: Hashable, Sendable {
    let scope: Int64
    let name: String

    /// Entries kept in a cache before it is emptied.
    static let entriesMax = 10_000
}

/// Tables by scope and name, for readers.
///
/// It changes after the commit; a reader that began before it must not put back what it read, hence the
/// generation.
final class TableCache: Sendable {
    private struct View {
        var tables: [TableKey: Table] = [:]
        var generation: UInt64 = 0
    }

    private let view = Mutex(View())

    func find(_ scope: Int64, _ name: String) -> Table? {
        view.withLock { $0.tables[TableKey(scope: scope, name: name)] }
    }

    /// To be asked before reading what will be kept.
    var generation: UInt64 { view.withLock { $0.generation } }

    func keep(_ table: Table, generation: UInt64) {
        view.withLock { view in
            guard view.generation == generation else { return }
            if view.tables.count >= TableKey.entriesMax { view.tables = [:] }
            view.tables[TableKey(scope: table.scope.id, name: table.name)] = table
        }
    }

    func drop(_ scope: Int64, _ name: String) {
        view.withLock { view in
            view.generation += 1
            view.tables[TableKey(scope: scope, name: name)] = nil
        }
    }
}

/// The same for the writer, in its order: a change drops the entry at once, so that the next closure of the
/// same commit reads it anew. What a lost batch left here would be tables that never were.
final class WrittenTables: Companion {
    private var tables: [TableKey: Table] = [:]

    init() {}

    func find(_ scope: Int64, _ name: String) -> Table? { tables[TableKey(scope: scope, name: name)] }

    func keep(_ table: Table) {
        if tables.count >= TableKey.entriesMax { tables = [:] }
        tables[TableKey(scope: table.scope.id, name: table.name)] = table
    }

    func drop(_ scope: Int64, _ name: String) { tables[TableKey(scope: scope, name: name)] = nil }

    // Nothing here is written, and a closure drops what it changes last, so that there is nothing to undo.
    func flush(in tx: borrowing Transaction) throws(StoreError) {}
    var changeCount: Int { 0 }
    func undo(to count: Int) {}
    func keep() {}

    func forget() { tables = [:] }
}

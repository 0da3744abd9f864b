internal import Kernel
internal import Synchronization

/// Tables by scope and name, one view for the writer and one for readers.
///
/// The writer's view follows the writer's order: a change drops the entry at once, so that the next closure
/// of the same commit reads it anew. The readers' view changes after the commit; a reader that began before
/// it must not put back what it read, hence the generation.
final class TableCache: Sendable {
    private struct Key: Hashable {
        let scope: Int64
        let name: String
    }

    private struct View {
        var tables: [Key: Table] = [:]
        var generation: UInt64 = 0
    }

    /// Entries kept in a view before it is emptied.
    static let entriesMax = 10_000

    private let writing = Mutex(View())
    private let reading = Mutex(View())

    private func view<R: Sendable>(_ isWriter: Bool, _ body: (inout sending View) -> sending R) -> R {
        isWriter ? writing.withLock(body) : reading.withLock(body)
    }

    func find(_ scope: Int64, _ name: String, isWriter: Bool) -> Table? {
        view(isWriter) { $0.tables[Key(scope: scope, name: name)] }
    }

    /// To be asked before reading what will be kept.
    func generation(isWriter: Bool) -> UInt64 { view(isWriter) { $0.generation } }

    func keep(_ table: Table, isWriter: Bool, generation: UInt64) {
        view(isWriter) { view in
            guard view.generation == generation else { return }
            if view.tables.count >= Self.entriesMax { view.tables = [:] }
            view.tables[Key(scope: table.scope.id, name: table.name)] = table
        }
    }

    func drop(_ scope: Int64, _ name: String, isWriter: Bool) {
        view(isWriter) { view in
            view.generation += 1
            view.tables[Key(scope: scope, name: name)] = nil
        }
    }
}

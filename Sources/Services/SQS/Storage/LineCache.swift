internal import Kernel
internal import Store

/// The lines that transactions have used lately, with changes that the database will have at the commit.
final class LineCache: Companion {
    private struct Entry {
        var line: Line
        var isWritten: Bool
    }

    private var entries: [Int64: Entry] = [:]
    /// What entries were before they changed, the latest last.
    private var earlier: [(id: Int64, entry: Entry?)] = []
    /// The lines that may be unwritten.
    private var changed: Set<Int64> = []

    init() {}

    func line(_ id: Int64) -> Line? { entries[id]?.line }

    /// Keeps a line as it was read.
    func remember(_ line: Line) { set(Entry(line: line, isWritten: true), line.id) }

    /// Keeps a line to be written.
    func change(_ line: Line) {
        set(Entry(line: line, isWritten: false), line.id)
        changed.insert(line.id)
    }

    /// Adds a message to the line of a queue that is kept here; answers its sequence.
    func extend(_ queue: Queue) -> Int64? {
        guard let place = entries.index(forKey: queue.line) else { return nil }
        let entry = entries.values[place]
        let line = entry.line
        guard line.queue == queue.id, line.sequence < MessageKey.sequenceMax else { return nil }
        earlier.append((line.id, entry))
        entries.values[place].line.sequence += 1
        entries.values[place].line.messages += 1
        if entry.isWritten {
            entries.values[place].isWritten = false
            changed.insert(line.id)
        }
        return line.sequence + 1
    }

    /// Writes a line and forgets it, so that its row can be changed.
    func drop(_ id: Int64, in tx: borrowing Transaction) throws(StoreError) {
        guard let entry = entries[id] else { return }
        if !entry.isWritten { try write(entry.line, in: tx) }
        set(nil, id)
    }

    private func set(_ entry: Entry?, _ id: Int64) {
        earlier.append((id, entries.updateOrRemove(entry, id)))
    }

    private func write(_ line: Line, in tx: borrowing Transaction) throws(StoreError) {
        try tx.run(Self.change) { values in
            values.bind(line.sequence)
            values.bind(Int64(line.messages))
            values.bind(Int64(line.inFlight))
            values.bind(Int64(line.delayed))
            values.bind(line.settledAt.milliseconds)
            values.bind(line.id)
        }
    }

    private static let change = SQLTemplate(
        """
        UPDATE sqs_line SET sequence = ?, messages = ?, in_flight = ?, delayed = ?, settled_at = ? WHERE id = ?
        """)

    func flush(in tx: borrowing Transaction) throws(StoreError) {
        for id in changed {
            guard let entry = entries[id], !entry.isWritten else { continue }
            try write(entry.line, in: tx)
            entries[id]?.isWritten = true
        }
        changed.removeAll(keepingCapacity: true)
        if entries.count > Limit.cachedLines { entries.removeAll(keepingCapacity: true) }
    }

    var changeCount: Int { earlier.count }

    func undo(to count: Int) {
        while earlier.count > count, let (id, entry) = earlier.popLast() {
            _ = entries.updateOrRemove(entry, id)
        }
    }

    func keep() { earlier.removeAll(keepingCapacity: true) }

    func forget() {
        entries.removeAll(keepingCapacity: true)
        earlier.removeAll(keepingCapacity: true)
        changed.removeAll(keepingCapacity: true)
    }
}

extension Dictionary {
    /// Puts a value in the place of another, or takes that away; answers what was there.
    fileprivate mutating func updateOrRemove(_ value: Value?, _ key: Key) -> Value? {
        if let value { updateValue(value, forKey: key) } else { removeValue(forKey: key) }
    }
}

/// Alarms in the order in which they fall due; alarms of the same moment keep the order of their making.
///
/// A binary heap with lazy removal: a cancelled alarm loses its action at once and its place when it
/// surfaces.
struct AlarmQueue {
    private struct Entry {
        let id: AlarmID

        static func precedes(_ a: Entry, _ b: Entry) -> Bool {
            (a.id.instant.milliseconds, a.id.sequence) < (b.id.instant.milliseconds, b.id.sequence)
        }
    }

    private var heap: [Entry] = []
    private var actions: [UInt64: @Sendable () -> Void] = [:]
    private var sequence: UInt64 = 0

    /// Adds an alarm and tells whether it is now the first to fall due.
    mutating func insert(
        at instant: Instant, _ action: @escaping @Sendable () -> Void
    ) -> (id: AlarmID, isFirst: Bool) {
        sequence += 1
        let id = AlarmID(instant: instant, sequence: sequence)
        actions[sequence] = action
        heap.append(Entry(id: id))
        siftUp(heap.count - 1)
        return (id, heap[0].id == id)
    }

    mutating func remove(_ id: AlarmID) {
        actions[id.sequence] = nil
        // Cancelled entries may not outnumber live ones for long, or long polls would grow the heap.
        if heap.count > 64, heap.count > 2 * actions.count { compact() }
    }

    /// The moment at which the next alarm falls due.
    var first: Instant? {
        mutating get {
            dropCancelled()
            return heap.first?.id.instant
        }
    }

    mutating func removeDue(at now: Instant) -> [@Sendable () -> Void] {
        var due: [@Sendable () -> Void] = []
        while let top = heap.first, top.id.instant <= now {
            popFirst()
            if let action = actions.removeValue(forKey: top.id.sequence) { due.append(action) }
        }
        return due
    }

    private mutating func dropCancelled() {
        while let top = heap.first, actions[top.id.sequence] == nil { popFirst() }
    }

    private mutating func compact() {
        let live = heap.filter { actions[$0.id.sequence] != nil }
        heap = live.sorted(by: Entry.precedes)
    }

    private mutating func popFirst() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        siftDown(0)
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard Entry.precedes(heap[child], heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if Entry.precedes(heap[child], heap[least]) { least = child }
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}

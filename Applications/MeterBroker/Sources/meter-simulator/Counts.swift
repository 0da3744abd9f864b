import Synchronization

/// What the simulator did itself since it was started.
final class Counts: Sendable {
    struct Values: Sendable {
        var posted = 0
        var accepted = 0
        var duplicates = 0
        var refused: [Int: Int] = [:]
        var failed = 0
        var received = 0
        var pulled = 0
        var outOfOrder = 0
        var acceptMilliseconds: [Int] = []
        var lastFailure = ""
    }

    private let values = Mutex(Values())

    func change(_ body: @Sendable (inout Values) -> Void) {
        values.withLock { body(&$0) }
    }

    func reset() { values.withLock { $0 = Values() } }

    var now: Values { values.withLock { $0 } }

    /// The times of the answers since the last look, sorted.
    func takeTimes() -> [Int] {
        values.withLock { values in
            let times = values.acceptMilliseconds.sorted()
            values.acceptMilliseconds = []
            return times
        }
    }
}

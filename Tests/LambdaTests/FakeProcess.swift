import Kernel
import Synchronization

/// A process that a test ends when it likes.
final class FakeProcess: RunningProcess {
    let id: Int32 = 4711
    private let state = Mutex<(observers: [@Sendable (ProcessEnd) -> Void], end: ProcessEnd?)>(([], nil))

    func whenEnded(_ action: @escaping @Sendable (ProcessEnd) -> Void) {
        let end = state.withLock { state in
            if state.end == nil { state.observers.append(action) }
            return state.end
        }
        if let end { action(end) }
    }

    func end(_ end: ProcessEnd) {
        let observers = state.withLock { state in
            guard state.end == nil else { return [@Sendable (ProcessEnd) -> Void]() }
            state.end = end
            defer { state.observers = [] }
            return state.observers
        }
        for observer in observers { observer(end) }
    }

    var isEnded: Bool { state.withLock { $0.end != nil } }

    func kill() { end(.signalled(9)) }
    func drainOutput() {}
    func limitMemory(to bytes: Int?) {}
    func limitData(to bytes: Int) {}
    func memoryPeak() -> Int { 30 << 20 }
}

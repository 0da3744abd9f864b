internal import Synchronization

/// The stacks whose operations are being worked on, so that no stack has two workers.
final class Runners: Sendable {
    private let stacks = Mutex<Set<Int64>>([])

    /// Answers false when the stack has its worker already.
    func begin(_ stack: Int64) -> Bool { stacks.withLock { $0.insert(stack).inserted } }

    func end(_ stack: Int64) { stacks.withLock { _ = $0.remove(stack) } }

    var count: Int { stacks.withLock { $0.count } }
}

internal import Synchronization

/// Remembers that a timer for the next expiry in a queue is set, so that sends need not ask the store.
///
/// It may say no although there is one, never the other way round: raised after a commit, lowered before.
final class ExpiryFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func raise() { flag.store(true, ordering: .releasing) }

    func lower() { flag.store(false, ordering: .releasing) }
}

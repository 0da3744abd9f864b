/// One piece of work for a store's thread, from being handed in to being answered.
///
/// Confined to one thread at a time: to the caller until it is posted, then to the thread that takes it.
class Job {
    /// Where a job runs.
    enum Kind { case write, snapshot, alone }

    let kind: Kind
    let label: StaticString
    /// Whether the closure throws before its first change or not at all.
    let checksFirst: Bool
    /// What the closure wants done once it is durable.
    var actions: [@Sendable () -> Void] = []

    init(_ kind: Kind, label: StaticString, checksFirst: Bool = false) {
        self.kind = kind
        self.label = label
        self.checksFirst = checksFirst
    }

    /// Runs the closure and keeps its outcome; answers whether it returned.
    func run(_ transaction: borrowing Transaction) -> Bool { true }

    /// Answers the caller: with the kept outcome, or with `error` when the batch was lost.
    func finish(_ error: StoreError?) {}
}

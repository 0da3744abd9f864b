/// One piece of work for a store's thread, from being handed in to being answered.
///
/// Confined to one thread at a time: to the caller until it is posted, then to the thread that takes it.
class Job {
    /// Where a job runs.
    enum Kind { case write, snapshot, alone }

    let kind: Kind
    let label: StaticString
    /// What the closure wants done once it is durable.
    var actions: [@Sendable () -> Void] = []

    init(_ kind: Kind, label: StaticString) {
        self.kind = kind
        self.label = label
    }

    /// Runs the closure and keeps its outcome; answers whether it returned.
    func run(_ transaction: borrowing Transaction) -> Bool { true }

    /// Answers the caller: with the kept outcome, or with `error` when the batch was lost.
    func finish(_ error: StoreError?) {}
}

internal import Kernel
internal import Logging
internal import Store
internal import Wire

/// Makes the copies that a publisher did not wait for, piece by piece, and removes what a deleted topic
/// leaves.
///
/// Rows are worked off in the order in which they were written, so that a FIFO topic keeps its order.
struct FanOut: Sendable {
    /// Copies made in one transaction, which then stays within its two milliseconds.
    static let copiesMax = 32
    /// Subscriptions removed in one transaction.
    static let removalsMax = 256
    static let retryPause: Duration = .seconds(1)

    let service: SNS

    private var kernel: Kernel { service.kernel }

    func run() async {
        while !Task.isCancelled {
            do {
                if let row = try await kernel.store.read({ tx in try FanOuts.first(in: tx) }) {
                    try await work(off: row)
                } else {
                    await service.fanOutSignal.wait()
                }
            } catch {
                guard !Task.isCancelled else { return }
                kernel.log.error("sns: \(error)")
                await kernel.time.sleep(until: kernel.time.now + Self.retryPause)
            }
        }
    }

    private func work(off row: FanOutRow) async throws {
        guard let text = row.publication else { return try await removeSubscriptions(row) }
        guard let snapshot = try await service.topics.current(row.arn, kernel.store),
            snapshot.topic.id == row.topic
        else { return try await drop(row) }
        let publication = try Publication(text: text)
        // The signature is the same each time, so that it need not be stored.
        let key = snapshot.needsSignature ? try await service.signingKeys.current(kernel) : nil
        let notification = try Notification(publication, topic: snapshot.topic, key: key)
        var place: Int64? = row.place
        while let current = place, !Task.isCancelled {
            do {
                place = try await copy(notification, snapshot, row, after: current)
            } catch is StaleTopic {
                service.topics.forget(row.arn)
                return
            }
        }
    }

    /// One piece; answers the place from which to go on, or nil at the end.
    private func copy(
        _ notification: Notification, _ snapshot: TopicSnapshot, _ row: FanOutRow, after place: Int64
    ) async throws -> Int64? {
        let kernel = kernel
        return try await kernel.store.write(label: "sns.fanout") { tx in
            guard try Topics.version(of: row.topic, in: tx) == snapshot.topic.version else {
                throw StaleTopic()
            }
            let scope = try kernel.scopes.scope(id: snapshot.topic.scope, in: tx)
            guard let scope else {
                try FanOuts.remove(row.id, in: tx)
                return nil
            }
            let call = Kernel.Call.internal(kernel, scope, trace: notification.publication.trace)
            let piece = try snapshot.subscribers(
                after: place, through: row.last, limit: Self.copiesMax, in: tx)
            try Self.send(notification, to: piece, call, in: tx)
            guard piece.count == Self.copiesMax, let last = piece.last else {
                try FanOuts.remove(row.id, in: tx)
                return nil
            }
            try FanOuts.advance(row.id, to: last.id, in: tx)
            return last.id
        }
    }

    /// Sends a copy to each subscriber that wants it.
    static func send(
        _ notification: Notification, to subscribers: [Subscriber], _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws {
        for subscriber in subscribers where notification.passes(subscriber) {
            try call.send(notification.delivery(to: subscriber, id: call.makeID()), in: tx)
        }
    }

    private func removeSubscriptions(_ row: FanOutRow) async throws {
        try await kernel.store.write(label: "sns.remove") { tx in
            guard try Subscriptions.remove(topic: row.topic, limit: Self.removalsMax, in: tx) == 0 else {
                return
            }
            try Topics.remove(row.topic, in: tx)
            try FanOuts.remove(row.id, in: tx)
        }
    }

    private func drop(_ row: FanOutRow) async throws {
        try await kernel.store.write(label: "sns.drop") { tx in
            let isThere = try Topics.version(of: row.topic, in: tx) != nil
            if !isThere { try FanOuts.remove(row.id, in: tx) }
        }
        service.topics.forget(row.arn)
    }
}

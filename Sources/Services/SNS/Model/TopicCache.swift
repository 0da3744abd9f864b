internal import Kernel
internal import Store
internal import Synchronization

/// A topic at one of its versions, with its confirmed subscriptions in the order of their ids.
final class TopicSnapshot: Sendable {
    /// Beyond this many subscriptions they are read page by page for each message.
    static let subscribersMax = 1024

    let topic: StoredTopic
    /// Nil when there are too many to hold.
    let subscribers: [Subscriber]?
    let deliveryPolicy: DeliveryPolicy
    /// Whether any copy is signed.
    let needsSignature: Bool
    /// Whether every copy is known to go to a queue.
    let isForQueues: Bool

    init(_ topic: StoredTopic, in tx: borrowing Transaction) throws {
        self.topic = topic
        let policy = topic.deliveryPolicy
        deliveryPolicy = policy
        if topic.confirmedCount > Self.subscribersMax {
            subscribers = nil
            needsSignature = !topic.isFIFO
            isForQueues = false
        } else {
            let stored = try Subscriptions.confirmed(
                topic: topic.id, after: 0, through: .max, limit: Self.subscribersMax + 1, in: tx)
            let made = stored.map { Subscriber($0, topicPolicy: policy) }
            subscribers = made
            needsSignature = !topic.isFIFO && made.contains(where: \.needsEnvelope)
            isForQueues = made.allSatisfy { $0.queue != nil }
        }
    }

    /// Up to `limit` subscribers behind a place.
    func subscribers(
        after place: Int64, through last: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [Subscriber] {
        guard let subscribers else {
            return try Subscriptions.confirmed(
                topic: topic.id, after: place, through: last, limit: limit, in: tx
            )
            .map { Subscriber($0, topicPolicy: deliveryPolicy) }
        }
        var low = 0
        var high = subscribers.count
        while low < high {
            let middle = (low + high) / 2
            if subscribers[middle].id > place { high = middle } else { low = middle + 1 }
        }
        return subscribers[low...].prefix(limit).filter { $0.id <= last }
    }
}

/// Topics in use. An entry is right as long as its version is the stored one, which every write checks.
final class TopicCache: Sendable {
    /// Subscribers held in all; beyond that the cache starts anew.
    static let subscribersMax = 65_536
    static let topicsMax = 4096

    private struct State {
        var snapshots: [String: TopicSnapshot] = [:]
        var subscriberCount = 0
    }

    private let state = Mutex(State())

    /// The topic as last seen; nil when it does not exist.
    func current(_ arn: String, _ store: Store) async throws -> TopicSnapshot? {
        if let known = state.withLock({ $0.snapshots[arn] }) { return known }
        let found = try await store.read { tx in
            try Topics.named(arn, in: tx).map { try TopicSnapshot($0, in: tx) }
        }
        if let found { keep(found) }
        return found
    }

    /// A topic that was just read; what has to be read for it is kept once the transaction is committed.
    func current(_ topic: StoredTopic, in tx: borrowing Transaction) throws -> TopicSnapshot {
        let known = state.withLock { $0.snapshots[topic.arn] }
        if let known, known.topic.id == topic.id, known.topic.version == topic.version { return known }
        let found = try TopicSnapshot(topic, in: tx)
        tx.afterCommit { self.keep(found) }
        return found
    }

    private func keep(_ snapshot: TopicSnapshot) {
        let count = snapshot.subscribers?.count ?? 0
        state.withLock { state in
            if state.snapshots.count >= Self.topicsMax || state.subscriberCount + count > Self.subscribersMax
            {
                state = State()
            }
            if let old = state.snapshots[snapshot.topic.arn] {
                state.subscriberCount -= old.subscribers?.count ?? 0
            }
            state.snapshots[snapshot.topic.arn] = snapshot
            state.subscriberCount += count
        }
    }

    /// Forgets a topic that has changed.
    func forget(_ arn: String) {
        state.withLock { state in
            guard let old = state.snapshots.removeValue(forKey: arn) else { return }
            state.subscriberCount -= old.subscribers?.count ?? 0
        }
    }
}

/// Thrown inside a write that began with an outdated topic; the write is begun again.
struct StaleTopic: Error {}

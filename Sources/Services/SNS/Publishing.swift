internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    /// How often a publication is begun again because its topic changed meanwhile.
    static let attemptsMax = 8

    /// What became of one message of a call.
    struct Published: Sendable {
        let id: String
        let sequence: String?
    }

    /// Accepts messages for a topic in one transaction: copies that fit into it are made at once, others
    /// soon.
    func publish(_ drafts: [Draft], to arn: ARN, _ call: Call) async throws -> [Published] {
        let name = arn.description
        for _ in 0..<Self.attemptsMax {
            guard let snapshot = try await topics.current(name, kernel.store) else {
                throw NotFoundException("Topic does not exist")
            }
            let publications = try drafts.map { try $0.publication(for: snapshot.topic, call) }
            let key = snapshot.needsSignature ? try await signingKeys.current(kernel) : nil
            let prepared =
                snapshot.topic.isFIFO ? [] : try await Self.prepare(publications, snapshot.topic, key)
            do {
                // Whatever a copy meets is settled by its delivery; only a FIFO topic may refuse on the way.
                let checksFirst = !snapshot.topic.isFIFO
                return try await kernel.store.write(label: "sns.Publish", checksFirst: checksFirst) { tx in
                    guard try Topics.version(of: snapshot.topic.id, in: tx) == snapshot.topic.version else {
                        throw StaleTopic()
                    }
                    return snapshot.topic.isFIFO
                        ? try self.accept(inOrder: publications, snapshot, call, in: tx)
                        : try self.accept(prepared, snapshot, call, in: tx)
                }
            } catch is StaleTopic {
                topics.forget(name)
            }
        }
        throw InternalErrorException("The topic changed while the message was accepted; please try again.")
    }

    private static func prepare(
        _ publications: [Publication], _ topic: StoredTopic, _ key: SigningKeys.Named?
    ) async throws -> [Notification] {
        guard let key else { return try publications.map { try Notification($0, topic: topic, key: nil) } }
        // A signature takes most of a millisecond, for which no event loop must be held up.
        return try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try publications.map { try Notification($0, topic: topic, key: key) }
        }
    }

    private func accept(
        _ notifications: [Notification], _ snapshot: TopicSnapshot, _ call: Call, in tx: borrowing Transaction
    ) throws -> [Published] {
        let count = snapshot.topic.confirmedCount * notifications.count
        if count <= FanOut.copiesMax, let subscribers = snapshot.subscribers {
            for notification in notifications { try FanOut.send(notification, to: subscribers, call, in: tx) }
        } else {
            for notification in notifications {
                try postpone(notification.publication, snapshot, call, in: tx)
            }
        }
        return notifications.map { Published(id: $0.publication.id, sequence: nil) }
    }

    private func accept(
        inOrder publications: [Publication], _ snapshot: TopicSnapshot, _ call: Call,
        in tx: borrowing Transaction
    ) throws -> [Published] {
        let topic = snapshot.topic
        // Behind copies that still wait, new ones must wait too.
        let mustWait =
            try topic.confirmedCount * publications.count > FanOut.copiesMax
            || FanOuts.isWaiting(topic: topic.id, in: tx)
        var published: [Published] = []
        for publication in publications {
            var publication = publication
            if let earlier = try admit(&publication, topic, at: call.now, in: tx) {
                published.append(earlier)
                continue
            }
            published.append(Published(id: publication.id, sequence: publication.sequence))
            if !mustWait, let subscribers = snapshot.subscribers {
                let notification = try Notification(publication, topic: topic, key: nil)
                try FanOut.send(notification, to: subscribers, call, in: tx)
            } else {
                try postpone(publication, snapshot, call, in: tx)
            }
        }
        return published
    }

    /// Gives a message of a FIFO topic its number, or answers the one it had when it came before.
    func admit(
        _ publication: inout Publication, _ topic: StoredTopic, at now: Instant, in tx: borrowing Transaction
    ) throws -> Published? {
        guard let deduplication = publication.deduplicationID else { return nil }
        let group = topic.deduplicatesByGroup ? publication.groupID ?? "" : ""
        let key = "\(group) \(deduplication)"
        if let known = try Deduplication.known(key, topic: topic.id, at: now, in: tx) {
            return Published(id: known.message, sequence: Self.sequenceText(known.sequence))
        }
        let sequence = try Topics.nextSequence(topic.id, in: tx)
        publication.sequence = Self.sequenceText(sequence)
        if let retention = topic.archiveRetention {
            try Archive.insert(publication, sequence: sequence, topic, retention: retention, in: tx)
        }
        try Deduplication.remember(
            key, topic: topic, message: (publication.id, sequence), at: now, in: tx)
        return nil
    }

    /// Twenty digits, the first of them a one.
    static func sequenceText(_ sequence: Int64) -> String {
        let digits = String(sequence)
        return "1" + String(repeating: "0", count: max(0, 19 - digits.utf8.count)) + digits
    }

    /// Leaves the copies to the duty that makes them.
    func postpone(
        _ publication: Publication, _ snapshot: TopicSnapshot, _ call: Call, in tx: borrowing Transaction
    ) throws {
        let topic = snapshot.topic
        let last =
            try snapshot.subscribers?.last?.id ?? Subscriptions.lastConfirmed(topic: topic.id, in: tx)
        var outcomes: [StepOutcome] = []
        if last > 0 {
            var outcome = StepOutcome(.arrived, target: topic.arn)
            outcome.row = try FanOuts.insert(topic, last: last, publication: publication.text, in: tx)
            outcome.name = publication.id
            outcomes.append(outcome)
            tx.afterCommit { [fanOutSignal] in fanOutSignal.fire() }
        }
        guard let flow = publication.flow else { return }
        let step = Step(
            .publication, at: call.now, of: .flow(flow), subject: topic.arn, name: publication.id,
            outcomes: outcomes)
        try kernel.journal.note(step, in: tx)
    }
}

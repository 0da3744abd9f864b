internal import Kernel
internal import Logging
internal import Store
internal import Wire

/// Sends archived messages again, piece by piece; each piece commits with its place, so that a restart goes
/// on where it stopped.
///
/// While a subscription replays, new messages are not copied to it: they follow from the archive when the
/// replay is over, in their order, and only then it gets copies again.
struct Replays: Sendable {
    /// Messages sent in one transaction.
    static let piece = 32
    static let retryPause: Duration = .seconds(1)
    /// How long a replay waits for copies that were accepted before it.
    static let copiesPause: Duration = .milliseconds(100)

    let service: SNS

    private var kernel: Kernel { service.kernel }

    private enum Outcome {
        case more, waiting, over
    }

    func run() async {
        while !Task.isCancelled {
            do {
                if let pause = try await round() {
                    await kernel.time.sleep(until: kernel.time.now + pause)
                } else {
                    await service.replaySignal.wait()
                }
            } catch {
                guard !Task.isCancelled else { return }
                kernel.log.error("sns: \(error)")
                await kernel.time.sleep(until: kernel.time.now + Self.retryPause)
            }
        }
    }

    /// One piece of each replay until none has more; answers how long to wait, nil when there is nothing to
    /// wait for.
    private func round() async throws -> Duration? {
        var isWaiting = false
        var isWorking = true
        while isWorking, !Task.isCancelled {
            isWorking = false
            isWaiting = false
            var place: Int64 = 0
            while true {
                let after = place
                let next = try await kernel.store.read { tx in try ReplayRows.next(after: after, in: tx) }
                guard let row = next else { break }
                place = row.id
                switch try await step(row.id) {
                case .more: isWorking = true
                case .waiting: isWaiting = true
                case .over: break
                }
            }
        }
        return isWaiting ? Self.copiesPause : nil
    }

    private func step(_ id: Int64) async throws -> Outcome {
        let kernel = kernel
        let topics = service.topics
        return try await kernel.store.write(label: "sns.replay") { tx in
            guard var row = try ReplayRows.next(after: id - 1, in: tx), row.id == id else { return .over }
            guard let subscription = try Subscriptions.with(id: row.subscription, in: tx),
                let topic = try Topics.with(id: subscription.topic, in: tx),
                let scope = try kernel.scopes.scope(id: topic.scope, in: tx)
            else {
                try ReplayRows.remove(id, in: tx)
                return .over
            }
            let arn = topic.arn
            tx.afterCommit { topics.forget(arn) }
            let last = try Topics.sequence(topic.id, in: tx)
            if row.place == nil {
                guard try !FanOuts.isWaiting(topic: topic.id, in: tx) else { return .waiting }
                try Self.begin(&row, topic, subscription, last: last, at: kernel.time.now, in: tx)
            }
            let call = Kernel.Call.internal(kernel, scope)
            let subscriber = Subscriber(subscription, topicPolicy: topic.deliveryPolicy)
            return try Self.send(row, to: subscriber, subscription, topic, last: last, call, in: tx)
        }
    }

    private static func begin(
        _ row: inout ReplayRow, _ topic: StoredTopic, _ subscription: StoredSubscription, last: Int64,
        at now: Instant, in tx: borrowing Transaction
    ) throws {
        let start = max(row.startsAt, topic.beginningOfArchive(at: now) ?? row.startsAt)
        if row.liveFrom == 0 { row.liveFrom = last }
        row.place = try Archive.place(before: start, topic: topic.id, in: tx) ?? last
        try ReplayRows.update(row, in: tx)
        try set(.inProgress, subscription, in: tx)
    }

    private static func send(
        _ given: ReplayRow, to subscriber: Subscriber, _ subscription: StoredSubscription,
        _ topic: StoredTopic, last: Int64, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> Outcome {
        var row = given
        let end = row.isLive ? last : row.liveFrom
        let found = try Archive.messages(
            of: topic.id, after: row.place ?? last, through: end, limit: piece, in: tx)
        var isOver = found.count < piece
        for message in found {
            if !row.isLive, let end = row.endsAt, message.publishedAt > end {
                isOver = true
                break
            }
            let publication = try Publication(text: message.publication)
            let notification = try Notification(
                row.isLive ? publication : publication.replayed, topic: topic, key: nil)
            if notification.passes(subscriber) {
                try note(
                    try call.send(notification.delivery(to: subscriber, id: call.makeID()), in: tx),
                    of: publication, to: subscriber, topic, call, in: tx)
            }
            row.place = message.sequence
        }
        guard isOver else {
            try ReplayRows.update(row, in: tx)
            return .more
        }
        guard row.isLive else {
            row.isLive = true
            row.place = row.liveFrom
            try ReplayRows.update(row, in: tx)
            return .more
        }
        // What still waits to be copied would come a second time.
        guard try !FanOuts.isWaiting(topic: topic.id, in: tx) else {
            try ReplayRows.update(row, in: tx)
            return .waiting
        }
        try ReplayRows.remove(row.id, in: tx)
        try set(.completed, subscription, in: tx)
        return .over
    }

    /// Writes down what came of a copy from the archive.
    private static func note(
        _ outcome: StepOutcome, of publication: Publication, to subscriber: Subscriber, _ topic: StoredTopic,
        _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        guard let flow = publication.flow else { return }
        var outcome = outcome
        outcome.via = subscriber.arn
        let step = Step(
            .publication, at: call.now, of: .flow(flow), subject: topic.arn, name: publication.id,
            outcomes: [outcome])
        try call.kernel.journal.note(step, in: tx)
    }

    /// Notes the status; the topic's version tells publishers whether the subscription gets copies.
    private static func set(
        _ status: ReplayStatus, _ subscription: StoredSubscription, in tx: borrowing Transaction
    ) throws {
        guard var current = try Subscriptions.with(id: subscription.id, in: tx) else { return }
        current.attributes["ReplayStatus"] = status.rawValue
        try Subscriptions.update(current, in: tx)
        try Topics.count(subscription.topic, in: tx)
    }
}

extension SNS {
    /// Begins, replaces or ends the replay of a subscription whose policy was set.
    func changeReplay(
        _ policy: ReplayPolicy?, of subscription: inout StoredSubscription, in tx: borrowing Transaction
    ) throws {
        let known = try ReplayRows.of(subscription.id, in: tx)
        tx.afterCommit { [replaySignal] in replaySignal.fire() }
        guard let policy else {
            guard var known, known.place != nil else {
                if let known { try ReplayRows.remove(known.id, in: tx) }
                subscription.attributes["ReplayStatus"] = nil
                return
            }
            // What came meanwhile is still to be sent.
            if !known.isLive { known.place = known.liveFrom }
            known.isLive = true
            return try ReplayRows.update(known, in: tx)
        }
        let begun = known?.place != nil
        if let known { try ReplayRows.remove(known.id, in: tx) }
        try ReplayRows.insert(subscription, policy, in: tx)
        if begun, let known, var row = try ReplayRows.of(subscription.id, in: tx) {
            row.liveFrom = known.isLive ? known.place ?? known.liveFrom : known.liveFrom
            try ReplayRows.update(row, in: tx)
        } else {
            subscription.attributes["ReplayStatus"] = ReplayStatus.pending.rawValue
        }
    }
}

extension Publication {
    /// The same with the attribute by which a receiver tells a repetition.
    var replayed: Publication {
        var attributes = attributes.filter { $0.name != "Replayed" }
        attributes.append(PublishedAttribute(name: "Replayed", dataType: "String", value: "true"))
        return Publication(
            id: id, flow: flow, subject: subject, bodies: bodies,
            attributes: attributes.sorted { $0.name < $1.name },
            groupID: groupID, deduplicationID: deduplicationID, sequence: sequence, publishedAt: publishedAt,
            endpoint: endpoint, trace: trace)
    }
}

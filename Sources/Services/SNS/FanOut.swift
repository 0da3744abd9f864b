internal import Kernel
internal import Logging
internal import Store
internal import Wire

/// Makes the copies that a publisher did not wait for, piece by piece, and removes what a deleted topic
/// leaves.
///
/// Rows are worked off in the order in which they were written, so that a FIFO topic keeps its order.
struct FanOut: Sendable {
    /// Copies that a publisher makes in its own transaction.
    static let copiesMax = 32
    /// Copies made in one transaction of the duty, which then stays within its two milliseconds.
    static let pieceMax = 64
    /// The same where all of them go to queues, which takes a fraction of the time.
    static let queuePieceMax = 256
    /// Publications that go to the same subscriptions together.
    static let togetherMax = 16
    /// Copies that another service's delivery to a topic makes in the sender's transaction itself.
    static let receivedCopiesMax = 8
    /// Publications looked at together.
    static let rowsMax = 32
    /// Subscriptions removed in one transaction.
    static let removalsMax = 256
    static let retryPause: Duration = .seconds(1)

    let service: SNS

    private var kernel: Kernel { service.kernel }

    func run() async {
        while !Task.isCancelled {
            do {
                let rows = try await kernel.store.read { tx in try FanOuts.first(Self.rowsMax, in: tx) }
                if rows.isEmpty {
                    await service.fanOutSignal.wait()
                } else {
                    try await work(off: rows)
                }
            } catch {
                guard !Task.isCancelled else { return }
                kernel.log.error("sns: \(error)")
                await kernel.time.sleep(until: kernel.time.now + Self.retryPause)
            }
        }
    }

    /// A publication whose copies are being made, and the subscription up to which they are.
    private struct Job: Sendable {
        let row: FanOutRow
        let snapshot: TopicSnapshot
        let notification: Notification
        var place: Int64

        /// Whether it waits for the same subscriptions.
        func isBeside(_ other: Job) -> Bool {
            snapshot === other.snapshot && place == other.place && row.last == other.row.last
        }
    }

    /// Makes the copies of the first publications, up to the first row that is something else; such a row is
    /// worked off when its turn comes.
    private func work(off rows: [FanOutRow]) async throws {
        var drafts: [Draft] = []
        for row in rows {
            guard let draft = try await draft(for: row) else {
                if drafts.isEmpty { try await clear(row) }
                break
            }
            drafts.append(draft)
        }
        var jobs = try await Self.sign(drafts)
        do {
            while !jobs.isEmpty, !Task.isCancelled { jobs = try await copy(jobs) }
        } catch is StaleTopic {
            for job in jobs { service.topics.forget(job.row.arn) }
        }
    }

    /// A publication before it is signed.
    private struct Draft: Sendable {
        let row: FanOutRow
        let snapshot: TopicSnapshot
        let publication: Publication
        let key: SigningKeys.Named?

        func job() throws -> Job {
            Job(
                row: row, snapshot: snapshot,
                notification: try Notification(publication, topic: snapshot.topic, key: key), place: row.place
            )
        }
    }

    /// Nil for a row without a publication, and for one whose topic is gone.
    private func draft(for row: FanOutRow) async throws -> Draft? {
        guard let text = row.publication,
            let snapshot = try await service.topics.current(row.arn, kernel.store),
            snapshot.topic.id == row.topic
        else { return nil }
        // The signature is the same each time, so that it need not be stored.
        let key = snapshot.needsSignature ? try await service.signingKeys.current(kernel) : nil
        return Draft(row: row, snapshot: snapshot, publication: try Publication(text: text), key: key)
    }

    /// Makes publications ready in their order. Signatures take most of a millisecond each, so they are made
    /// beside each other.
    private static func sign(_ drafts: [Draft]) async throws -> [Job] {
        guard drafts.count > 1, drafts.contains(where: { $0.key != nil }) else {
            return try drafts.map { try $0.job() }
        }
        return try await withThrowingTaskGroup(of: (Int, Job).self) { group in
            for (place, draft) in drafts.enumerated() {
                group.addTask { (place, try draft.job()) }
            }
            var jobs: [(Int, Job)] = []
            for try await job in group { jobs.append(job) }
            return jobs.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// One transaction's worth of copies; answers what is left to do.
    ///
    /// Publications that wait for the same subscriptions go to them together: a page of a queue then takes
    /// several messages, where it would be written for each of them.
    private func copy(_ jobs: [Job]) async throws -> [Job] {
        let kernel = kernel
        return try await kernel.store.write(label: "sns.fanout") { tx in
            var rest = jobs[...]
            var free = jobs.allSatisfy(\.snapshot.isForQueues) ? Self.queuePieceMax : Self.pieceMax
            while free > 0, let first = rest.first {
                let together = rest.prefix(Self.togetherMax).prefix { $0.isBeside(first) }
                let (copies, place) = try Self.copy(together, first, atMost: free, kernel, in: tx)
                if let place {
                    for index in together.indices { rest[index].place = place }
                } else {
                    rest.removeFirst(together.count)
                }
                free -= max(1, copies)
            }
            return Array(rest)
        }
    }

    /// Answers how many copies were made, and the place from which to go on, nil at the end.
    private static func copy(
        _ jobs: ArraySlice<Job>, _ first: Job, atMost limit: Int, _ kernel: Kernel,
        in tx: borrowing Transaction
    ) throws -> (copies: Int, place: Int64?) {
        let topic = first.snapshot.topic
        guard try Topics.version(of: topic.id, in: tx) == topic.version else { throw StaleTopic() }
        guard let scope = try kernel.scopes.scope(id: topic.scope, in: tx) else {
            for job in jobs { try FanOuts.remove(job.row.id, in: tx) }
            return (0, nil)
        }
        let share = max(1, limit / jobs.count)
        let piece = try first.snapshot.subscribers(
            after: first.place, through: first.row.last, limit: share, in: tx)
        let place = piece.count == share ? piece.last?.id : nil
        for job in jobs {
            let call = Kernel.Call.internal(kernel, scope, trace: job.notification.publication.trace)
            if !piece.isEmpty { try send(job.notification, to: piece, call, in: tx) }
            if let place {
                try FanOuts.advance(job.row.id, to: place, in: tx)
            } else {
                try FanOuts.remove(job.row.id, in: tx)
            }
        }
        return (piece.count * jobs.count, place)
    }

    /// Sends a copy to each subscriber that wants it and gets none from the archive, and writes down what
    /// came of that.
    static func send(
        _ notification: Notification, to subscribers: [Subscriber], _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws {
        func wants(_ subscriber: Subscriber) -> Bool {
            !subscriber.isReplaying && notification.passes(subscriber)
        }
        var lines = OutcomeLines(of: notification.topic.arn, expecting: subscribers.count)
        for subscriber in subscribers where subscriber.transport.isForPeople && wants(subscriber) {
            var outcome = try SNS.depart(notification, to: subscriber, call, in: tx)
            outcome.via = subscriber.arn
            lines.append(outcome)
        }
        // As good as all that goes to queues goes there at once; what is left takes the way of deliveries.
        var raw = CopySeries(of: notification.sharedByRawCopies, by: call)
        var enveloped = CopySeries(of: notification.sharedByEnvelopes, by: call)
        let body = notification.publication.body(for: .sqs)
        var head: String?
        var others: [Subscriber] = []
        for subscriber in subscribers where !subscriber.transport.isForPeople && wants(subscriber) {
            guard let queue = subscriber.queue, !notification.topic.isFIFO,
                notification.loggedCopy(to: subscriber) == nil
            else {
                others.append(subscriber)
                continue
            }
            let name: String?
            if subscriber.isRaw {
                name = try raw.send(body, to: queue, in: tx)
            } else {
                let known = head ?? notification.envelopeHead(body)
                head = known
                name = try enveloped.send(notification.envelope(known, for: subscriber), to: queue, in: tx)
            }
            if let name {
                lines.append(arrivedAs: name, at: subscriber.endpoint, via: subscriber.arn)
            } else {
                others.append(subscriber)
            }
        }
        let copies = others.lazy.map { notification.delivery(to: $0, id: call.makeID()) }
        for (subscriber, var outcome) in zip(others, try call.send(all: copies, in: tx)) {
            outcome.via = subscriber.arn
            lines.append(outcome)
        }
        try note(notification, lines, isWhole: lines.count == subscribers.count, call, in: tx)
    }

    private static func note(
        _ notification: Notification, _ lines: OutcomeLines, isWhole: Bool, _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws {
        let publication = notification.publication
        guard let flow = publication.flow else { return }
        // Why a filter kept a copy back is found out from the message when somebody asks.
        let step = Step(
            .publication, at: call.now, of: .flow(flow), subject: notification.topic.arn,
            name: publication.id, payload: isWhole ? nil : Array(publication.text.utf8))
        try call.kernel.journal.note(step, lines, in: tx)
    }

    private func clear(_ row: FanOutRow) async throws {
        if row.publication == nil { try await removeSubscriptions(row) } else { try await drop(row) }
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

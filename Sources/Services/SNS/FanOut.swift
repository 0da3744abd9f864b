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
    private struct Job {
        let row: FanOutRow
        let snapshot: TopicSnapshot
        let notification: Notification
        var place: Int64
    }

    /// Makes the copies of the first publications, up to the first row that is something else; such a row is
    /// worked off when its turn comes.
    private func work(off rows: [FanOutRow]) async throws {
        var jobs: [Job] = []
        for row in rows {
            guard let job = try await job(for: row) else {
                if jobs.isEmpty { try await clear(row) }
                break
            }
            jobs.append(job)
        }
        do {
            while !jobs.isEmpty, !Task.isCancelled { jobs = try await copy(jobs) }
        } catch is StaleTopic {
            for job in jobs { service.topics.forget(job.row.arn) }
        }
    }

    /// Nil for a row without a publication, and for one whose topic is gone.
    private func job(for row: FanOutRow) async throws -> Job? {
        guard let text = row.publication,
            let snapshot = try await service.topics.current(row.arn, kernel.store),
            snapshot.topic.id == row.topic
        else { return nil }
        // The signature is the same each time, so that it need not be stored.
        let key = snapshot.needsSignature ? try await service.signingKeys.current(kernel) : nil
        let notification = try Notification(try Publication(text: text), topic: snapshot.topic, key: key)
        return Job(row: row, snapshot: snapshot, notification: notification, place: row.place)
    }

    /// One transaction's worth of copies; answers what is left to do.
    private func copy(_ jobs: [Job]) async throws -> [Job] {
        let kernel = kernel
        return try await kernel.store.write(label: "sns.fanout") { tx in
            var rest = jobs[...]
            var free = Self.copiesMax
            while free > 0, let job = rest.first {
                let (row, topic) = (job.row, job.snapshot.topic)
                guard try Topics.version(of: row.topic, in: tx) == topic.version else { throw StaleTopic() }
                guard let scope = try kernel.scopes.scope(id: topic.scope, in: tx) else {
                    try FanOuts.remove(row.id, in: tx)
                    rest.removeFirst()
                    continue
                }
                let call = Kernel.Call.internal(kernel, scope, trace: job.notification.publication.trace)
                let piece = try job.snapshot.subscribers(
                    after: job.place, through: row.last, limit: free, in: tx)
                if !piece.isEmpty { try Self.send(job.notification, to: piece, call, in: tx) }
                if piece.count == free, let last = piece.last {
                    try FanOuts.advance(row.id, to: last.id, in: tx)
                    rest[rest.startIndex].place = last.id
                } else {
                    try FanOuts.remove(row.id, in: tx)
                    rest.removeFirst()
                }
                free -= max(1, piece.count)
            }
            return Array(rest)
        }
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
        var outcomes: [StepOutcome] = []
        outcomes.reserveCapacity(subscribers.count)
        for subscriber in subscribers where subscriber.transport.isForPeople && wants(subscriber) {
            var outcome = try SNS.depart(notification, to: subscriber, call, in: tx)
            outcome.via = subscriber.arn
            outcomes.append(outcome)
        }
        let wanted = subscribers.filter { !$0.transport.isForPeople && wants($0) }
        let copies = wanted.lazy.map { notification.delivery(to: $0, id: call.makeID()) }
        for (subscriber, var outcome) in zip(wanted, try call.send(all: copies, in: tx)) {
            outcome.via = subscriber.arn
            outcomes.append(outcome)
        }
        guard let flow = notification.publication.flow else { return }
        let publication = notification.publication
        // Why a filter kept a copy back is found out from the message when somebody asks.
        let isWhole = outcomes.count == subscribers.count
        let step = Step(
            .publication, at: call.now, of: .flow(flow), subject: notification.topic.arn,
            name: publication.id,
            outcomes: outcomes, payload: isWhole ? nil : Array(publication.text.utf8))
        try call.kernel.journal.note(step, in: tx)
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

import DynamoDBInterface
import MeterBroker
import Wire

/// Serves one receiver that is slow, failing or back after an outage: its messages in order, as many at a
/// time as it bears, with growing pauses while it does not answer.
///
/// One function at a time holds a receiver's lane. While the receiver is away it costs one attempt for each
/// pause, however many messages wait.
struct CatchUp {
    let broker: Broker
    var settings: Settings { broker.settings }

    /// How long one call works before it lets others have the worker. The rest of its time is for the last
    /// attempts and for writing down what became of them.
    private var sliceMilliseconds: Int { settings.catchUpSeconds * 1000 / 6 }
    private static let windowMax = 20

    func handle(_ event: JSON) async -> JSON {
        var failed: [JSON] = []
        for record in event["Records"]?.array ?? [] {
            let receiver = record["body"]?.string.flatMap { try? JSON(parsing: $0) }?["receiver"]?.string
            guard let receiver else { continue }
            do {
                try await serve(receiver)
            } catch {
                broker.environment.log("catch-up \(receiver): \(error)")
                failed.append(["itemIdentifier": record["messageId"] ?? ""])
            }
        }
        return ["batchItemFailures": .array(failed)]
    }

    private func serve(_ receiver: String) async throws {
        let end = broker.now.milliseconds + sliceMilliseconds
        // No call lives longer than its function may take, so nobody else is at it when the lease is over.
        let lease = broker.now.adding(seconds: settings.catchUpSeconds).milliseconds
        guard let participant = try await take(receiver, until: lease), let webhook = participant.webhook
        else { return }
        do {
            try await drain(Drain(receiver: receiver, webhook: webhook, end: end, failures: participant.failures))
        } catch {
            try await release(receiver, failures: participant.failures, lane: .draining, wakeIn: nil)
            throw error
        }
    }

    private struct Drain {
        let receiver: String
        let webhook: String
        let end: Int
        var failures: Int
        var wasSlow = false
    }

    /// Delivers until nothing is left, the receiver fails, or the slice is over.
    private func drain(_ initial: Drain) async throws {
        var state = initial
        while true {
            let (due, next) = try await waiting(state)
            guard !due.isEmpty else {
                if let next {
                    let seconds = max(1, (next - broker.now.milliseconds + 999) / 1000)
                    return try await pause(state, seconds: min(seconds, settings.policy.delaySecondsMax))
                }
                return try await finish(state)
            }
            var rest = due[...]
            while !rest.isEmpty {
                let attempts = await attempt(rest.prefix(window(state)), state.webhook)
                rest = rest.dropFirst(window(state))
                let isAlive = attempts.contains { $0.1.outcome == .delivered } || attempts.isEmpty
                state.failures = isAlive ? 0 : state.failures + 1
                let quickest = attempts.map(\.1.milliseconds).min() ?? 0
                state.wasSlow = state.wasSlow || quickest >= settings.slowAfterMilliseconds
                try await settle(attempts, failures: max(state.failures, 1))
                if attempts.isEmpty || !isAlive {
                    return try await pause(state, seconds: pauseSeconds(state, attempts.map(\.1)))
                }
                if broker.now.milliseconds >= state.end { return try await pause(state, seconds: 0) }
            }
        }
    }

    /// How many messages are under way to the receiver at once.
    ///
    /// A receiver that failed is tried with two: one bad message does not make it look dead.
    private func window(_ state: Drain) -> Int {
        state.failures > 0 ? 2 : min(settings.receiverConcurrency, Self.windowMax)
    }

    private func pauseSeconds(_ state: Drain, _ attempts: [Attempt]) -> Int {
        for attempt in attempts {
            if case .postponed(let seconds) = attempt.outcome {
                return min(max(seconds, 1), settings.policy.delaySecondsMax)
            }
        }
        return settings.policy.delay(failures: max(state.failures, 1))
    }

    // MARK: What waits

    /// The receiver's oldest messages that may be tried now; else when the first of them may be.
    private func waiting(_ state: Drain) async throws -> (due: [DeliveryRecord], next: Int?) {
        var next: Int?
        var start: Item?
        repeat {
            let page = try await broker.items.query(
                broker.openQuery(.pending, state.receiver, limit: 50, start: start))
            // The index may lag behind: the table says which of them still wait.
            let records = try await broker.confirmed(page.items ?? [], .pending)
            let now = broker.now.milliseconds
            let isReady: (DeliveryRecord) -> Bool = { $0.notBefore <= now || state.failures > 0 && $0.counted == 0 }
            let due = records.filter(isReady)
            if !due.isEmpty { return (due, nil) }
            for record in records { next = min(next ?? record.notBefore, record.notBefore) }
            start = page.lastEvaluatedKey
        } while start != nil && broker.now.milliseconds < state.end
        return ([], next)
    }

    // MARK: Attempts

    private func attempt(
        _ due: ArraySlice<DeliveryRecord>, _ webhook: String
    ) async -> [(DeliveryRecord, Attempt)] {
        await withTaskGroup(of: (DeliveryRecord, Attempt)?.self) { group in
            for delivery in due {
                group.addTask {
                    guard let body = await broker.body(delivery.bodyKey) else { return nil }
                    return (delivery, await broker.post(delivery, body, to: webhook))
                }
            }
            return await group.reduce(into: []) { if let entry = $1 { $0.append(entry) } }
        }
    }

    private func settle(_ attempts: [(DeliveryRecord, Attempt)], failures: Int) async throws {
        let now = broker.now
        let settled = attempts.map { (before: $0.0, after: broker.settle($0.0, $0.1, failures: failures, now: now)) }
        for entry in settled where entry.after.status == .dead { try await broker.bury(entry.after) }
        guard !settled.isEmpty else { return }
        if try await !broker.move(settled), settled.count > 1 {
            for entry in settled { _ = try await broker.move([entry]) }
        }
    }

    // MARK: The lane

    private func take(_ receiver: String, until: Int) async throws -> Participant? {
        do {
            let item = try await broker.items.update(
                UpdateItemInput(
                    tableName: settings.participants, key: broker.participantKey(receiver),
                    returnValues: "ALL_NEW", updateExpression: "SET #lease = :until, #lane = :draining",
                    conditionExpression:
                        "attribute_exists(id) AND (attribute_not_exists(#lease) OR #lease < :now)",
                    expressionAttributeNames: ["#lease": "leaseUntil", "#lane": "lane"],
                    expressionAttributeValues: [
                        ":until": .number(until), ":now": .number(broker.now.milliseconds),
                        ":draining": .s(Lane.draining.rawValue),
                    ]))
            return Participant(item)
        } catch is ConditionalCheckFailedException {
            // Somebody is at it and looks once more before it leaves.
            return nil
        }
    }

    private func release(_ receiver: String, failures: Int, lane: Lane, wakeIn seconds: Int?) async throws {
        let wakeAt = broker.now.adding(seconds: seconds ?? 0).milliseconds
        _ = try await broker.items.update(
            UpdateItemInput(
                tableName: settings.participants, key: broker.participantKey(receiver),
                updateExpression: "SET #lane = :lane, #failures = :failures, #wakeAt = :wakeAt REMOVE #lease",
                expressionAttributeNames: [
                    "#lane": "lane", "#failures": "failures", "#wakeAt": "wakeAt", "#lease": "leaseUntil",
                ],
                expressionAttributeValues: [
                    ":lane": .s(lane.rawValue), ":failures": .number(failures), ":wakeAt": .number(wakeAt),
                ]))
        if let seconds { try await broker.channels.wake(receiver, afterSeconds: min(seconds, 900)) }
    }

    private func pause(_ state: Drain, seconds: Int) async throws {
        try await release(state.receiver, failures: state.failures, lane: .draining, wakeIn: seconds)
    }

    /// Nothing is left: the receiver goes back to the others, unless it was slow just now. What was written
    /// down meanwhile is looked for once more, after the lane has changed.
    private func finish(_ state: Drain) async throws {
        let lane = state.wasSlow ? Lane.resting : .shared
        try await release(state.receiver, failures: 0, lane: lane, wakeIn: nil)
        let page = try await broker.items.query(broker.openQuery(.pending, state.receiver, limit: 1, start: nil))
        guard !(page.items ?? []).isEmpty else { return }
        if try await broker.changeLane(state.receiver, from: lane, to: .draining, failures: 0, wakeIn: 1) {
            try await broker.channels.wake(state.receiver, afterSeconds: 1)
        }
    }
}

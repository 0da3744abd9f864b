import DynamoDBInterface
import MeterBroker
import Wire

/// Serves one receiver that is slow, failing or back after an outage: its messages in the order of each meter
/// point, as many at a time as it bears, with growing pauses while it does not answer.
///
/// One function at a time holds a receiver's lane. While the receiver is away it costs two attempts for each
/// pause, however many messages wait.
struct CatchUp: Sendable {
    let broker: Broker
    var settings: Settings { broker.settings }

    /// How long one call works before it lets others have the worker. The rest of its time is for the last
    /// attempts and for writing down what became of them.
    private var sliceMilliseconds: Int { settings.catchUpSeconds * 1000 / 6 }
    /// After which every delivery function knows that a receiver is back among the others.
    private static let rejoiningSeconds = Directory.ageMillisecondsMax / 1000 + 1

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
        let hold = LaneHold(
            receiver: receiver, webhook: webhook, lane: participant.lane, failures: participant.failures,
            wasFailing: participant.failures > 0)
        do {
            try await drain(hold, end: end)
        } catch {
            try await release(hold, to: hold.lane, wakeIn: nil)
            throw error
        }
    }

    /// Delivers until nothing is left, the receiver fails, or the slice is over.
    private func drain(_ initial: LaneHold, end: Int) async throws {
        var hold = initial
        var window = hold.failures > 0 ? Pass.probes : settings.receiverConcurrency
        var wasSlow = false
        while true {
            let (pass, ending) = try await Pass.run(Pass(self, hold, window: window, end: end))
            (hold, window) = (pass.lane, pass.window)
            wasSlow = pass.delivered > 0 ? pass.wasSlow : wasSlow
            switch ending {
            case .failing(let pauseSeconds):
                let pause = pauseSeconds.map { min(max($0, 1), settings.policy.delaySecondsMax) }
                let seconds = pause ?? settings.policy.delay(failures: max(hold.failures, 1))
                return try await release(hold, to: .draining, wakeIn: seconds)
            case .cut: return try await release(hold, to: hold.lane, wakeIn: 0)
            // What came meanwhile, or was routed late.
            case .done where pass.delivered > 0 && broker.now.milliseconds < end: continue
            case .done(let next): return try await finish(hold, next: next, wasSlow: wasSlow)
            }
        }
    }

    /// Writes down what became of messages, and tells of those that are given up.
    func write(_ settled: [(before: DeliveryRecord, after: DeliveryRecord)]) async throws {
        for entry in settled where entry.after.status == .dead { try await broker.bury(entry.after) }
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
                    returnValues: "ALL_NEW", updateExpression: "SET #lease = :until",
                    conditionExpression:
                        "attribute_exists(id) AND (attribute_not_exists(#lease) OR #lease < :now)",
                    expressionAttributeNames: ["#lease": "leaseUntil"],
                    expressionAttributeValues: [
                        ":until": .number(until), ":now": .number(broker.now.milliseconds),
                    ]))
            return Participant(item)
        } catch is ConditionalCheckFailedException {
            // Somebody is at it and looks once more before it leaves.
            return nil
        }
    }

    /// Lets go of the lane. If somebody has changed it meanwhile, it stays as they left it, and the catch-up function
    /// is called again: their own call may have come while the lane was held.
    private func release(_ hold: LaneHold, to lane: Lane, wakeIn seconds: Int?) async throws {
        if try await leave(hold, to: lane, wakeIn: seconds) {
            if let seconds { try await broker.channels.wake(hold.receiver, afterSeconds: seconds) }
            return
        }
        _ = try await broker.items.update(
            UpdateItemInput(
                tableName: settings.participants, key: broker.participantKey(hold.receiver),
                updateExpression: "SET #wakeAt = :wakeAt REMOVE #lease",
                expressionAttributeNames: ["#wakeAt": "wakeAt", "#lease": "leaseUntil"],
                expressionAttributeValues: [":wakeAt": .number(broker.now.milliseconds)]))
        try await broker.channels.wake(hold.receiver, afterSeconds: 0)
    }

    private func leave(_ hold: LaneHold, to lane: Lane, wakeIn seconds: Int?) async throws -> Bool {
        await broker.directory.forget(hold.receiver)
        let isUnchanged =
            hold.lane == .shared ? "#lane = :held OR attribute_not_exists(#lane)" : "#lane = :held"
        do {
            _ = try await broker.items.update(
                UpdateItemInput(
                    tableName: settings.participants, key: broker.participantKey(hold.receiver),
                    updateExpression:
                        "SET #lane = :lane, #failures = :failures, #wakeAt = :wakeAt REMOVE #lease",
                    conditionExpression: isUnchanged,
                    expressionAttributeNames: [
                        "#lane": "lane", "#failures": "failures", "#wakeAt": "wakeAt", "#lease": "leaseUntil",
                    ],
                    expressionAttributeValues: [
                        ":held": .s(hold.lane.rawValue), ":lane": .s(lane.rawValue),
                        ":failures": .number(hold.failures),
                        ":wakeAt": .number(broker.now.adding(seconds: seconds ?? 0).milliseconds),
                    ]))
            return true
        } catch is ConditionalCheckFailedException {
            return false
        }
    }

    /// Nothing is left that may be tried now: the receiver is among the others, unless it was slow just now. What was
    /// written down meanwhile is looked for once more, after the lane has changed.
    private func finish(_ hold: LaneHold, next: Int?, wasSlow: Bool) async throws {
        if let next {
            let seconds = max(1, (next - broker.now.milliseconds + 999) / 1000)
            let lane = wasSlow || hold.failures > 0 ? Lane.draining : .rejoining
            return try await release(hold, to: lane, wakeIn: min(seconds, settings.policy.delaySecondsMax))
        }
        // Delivery functions that do not know of its return yet write its messages down for a moment.
        if hold.hasRejoined { return try await release(hold, to: .rejoining, wakeIn: Self.rejoiningSeconds) }
        try await release(hold, to: wasSlow ? .resting : .shared, wakeIn: nil)
        let page = try await broker.items.query(
            broker.openQuery(.pending, hold.receiver, limit: 1, start: nil))
        try await broker.callCatchUp(for: try await broker.confirmed(page.items ?? [], .pending))
    }
}

import DynamoDBInterface
import MeterBroker
import Wire

extension Broker {
    /// Lets the catch-up function alone serve the receiver from now on, and calls it after the pause.
    func leaveSharedLane(_ receiver: String, failures: Int, pauseSeconds delay: Int) async throws {
        let change = LaneChange(
            from: [.shared, .rejoining], to: .draining, failures: failures, wakeIn: delay)
        if try await changeLane(of: receiver, change) {
            try await channels.wake(receiver, afterSeconds: delay)
        }
    }

    /// Makes sure that somebody comes for what waits. Reads the lanes after the deliveries were written: a
    /// catch-up function that found nothing to do has left its mark before, or looks once more after.
    ///
    /// That something waits says nothing against the receiver: it stays among the others meanwhile.
    func callCatchUp(for waiting: [DeliveryRecord]) async throws {
        var delays: [String: Int] = [:]
        for delivery in waiting {
            let seconds = max(0, (delivery.notBefore - now.milliseconds + 999) / 1000)
            let delay = min(seconds, settings.policy.delaySecondsMax)
            delays[delivery.receiver] = min(delays[delivery.receiver] ?? delay, delay)
        }
        let pulling = try await participants(Set(delays.keys)).filter { $0.value.webhook == nil }
        let ids = Set(delays.keys).subtracting(pulling.keys)
        guard !ids.isEmpty else { return }
        let rows = try await items.all([settings.participants: ids.map(participantKey)])
        for participant in (rows[settings.participants] ?? []).compactMap(Participant.init) {
            await directory.keep(participant.id, participant, at: now)
            guard participant.webhook != nil else { continue }
            try await callCatchUp(for: participant, afterSeconds: delays[participant.id] ?? 0)
        }
    }

    private func callCatchUp(for participant: Participant, afterSeconds delay: Int) async throws {
        let change: LaneChange
        switch participant.lane {
        // It is called already, after the pause that the receiver's failures ask for.
        case .draining: return
        case .rejoining:
            // A call that comes a second later is early enough.
            guard participant.wakeAt > now.adding(seconds: delay + 1).milliseconds else { return }
            change = LaneChange(
                from: [.rejoining], to: .rejoining, failures: 0, wakeIn: delay, before: participant.wakeAt)
        case .shared: change = LaneChange(from: [.shared], to: .rejoining, failures: 0, wakeIn: delay)
        case .resting: change = LaneChange(from: [.resting], to: .draining, failures: 0, wakeIn: delay)
        }
        if try await changeLane(of: participant.id, change) {
            try await channels.wake(participant.id, afterSeconds: delay)
        }
    }

    /// How a receiver's messages are to reach it from now on, and when the catch-up function is called.
    struct LaneChange {
        let from: [Lane]
        let to: Lane
        let failures: Int
        let wakeIn: Int
        /// If it is to change only while this is when the catch-up function is called.
        var before: Int?
    }

    /// False when the receiver is not in such a lane (any more).
    func changeLane(of receiver: String, _ change: LaneChange) async throws -> Bool {
        await directory.forget(receiver)
        var values: Item = [
            ":to": .s(change.to.rawValue), ":failures": .number(change.failures),
            ":wakeAt": .number(now.adding(seconds: change.wakeIn).milliseconds),
        ]
        var conditions: [String] = []
        for (index, lane) in change.from.enumerated() {
            values[":from\(index)"] = .s(lane.rawValue)
            conditions.append("#lane = :from\(index)")
        }
        if change.from.contains(.shared) { conditions.append("attribute_not_exists(#lane)") }
        var condition = "attribute_exists(id) AND (\(conditions.joined(separator: " OR ")))"
        if let before = change.before {
            values[":before"] = .number(before)
            condition += " AND #wakeAt = :before"
        }
        do {
            _ = try await items.update(
                UpdateItemInput(
                    tableName: settings.participants, key: participantKey(receiver),
                    updateExpression: "SET #lane = :to, #failures = :failures, #wakeAt = :wakeAt",
                    conditionExpression: condition,
                    expressionAttributeNames: [
                        "#lane": "lane", "#failures": "failures", "#wakeAt": "wakeAt",
                    ],
                    expressionAttributeValues: values))
            return true
        } catch is ConditionalCheckFailedException {
            return false
        }
    }
}

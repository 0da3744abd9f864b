import DynamoDBInterface
import MeterBroker
import Wire

/// Hands accepted messages to their receivers: the first attempt, for everybody at once.
///
/// A receiver that is slow or away is served by the catch-up function instead; its messages are only written
/// down here, so that nobody waits for it.
struct Delivery {
    let broker: Broker
    var settings: Settings { broker.settings }

    /// Answers the ids of the queue's messages that are to come again.
    func handle(_ event: JSON) async -> JSON {
        var failed: [String] = []
        var pointers: [Pointer] = []
        for record in event["Records"]?.array ?? [] {
            let messageID = record["messageId"]?.string ?? ""
            // A message that is no pointer fails until the queue gives it up to its dead-letter queue.
            let body = record["body"]?.string.flatMap { try? JSON(parsing: $0) }
            if let detail = body?["detail"], let id = detail["transactionID"]?.string,
                TransactionID(id) != nil
            {
                pointers.append(
                    Pointer(
                        messageID: messageID, transactionID: id, meter: detail["meter"]?.string,
                        body: detail["body"]?.string.flatMap { Base64.decoded($0) }))
            } else {
                broker.environment.log("delivery: message \(messageID) is no event of the broker")
                failed.append(messageID)
            }
        }
        do {
            let missing = try await deliver(pointers)
            failed += pointers.filter { missing.contains($0.transactionID) }.map(\.messageID)
        } catch {
            broker.environment.log("delivery: \(error)")
            failed = (event["Records"]?.array ?? []).compactMap { $0["messageId"]?.string }
        }
        return ["batchItemFailures": .array(failed.map { ["itemIdentifier": .string($0)] })]
    }

    /// What a message of the queue says: which message of a sender it is about, and which meter that. A small
    /// body stands beside it, so that it need not be fetched from the archive.
    private struct Pointer {
        let messageID: String
        let transactionID: String
        let meter: String?
        let body: [UInt8]?
    }

    /// Routes and delivers messages; answers those whose record is not there.
    private func deliver(_ pointers: [Pointer]) async throws -> Set<String> {
        let ids = Set(pointers.map(\.transactionID))
        guard !ids.isEmpty else { return [] }
        let meters = Set(pointers.compactMap(\.meter))
        var keys = [settings.messages: ids.map(MessageRecord.key)]
        if !meters.isEmpty { keys[settings.meters] = meters.map { ["meter": .s($0)] } }
        let rows = try await broker.items.all(keys)
        let records = (rows[settings.messages] ?? []).compactMap(MessageRecord.init)
        // What was routed before stands in the deliveries; its next steps are up to them.
        var routed = route(records.filter { $0.routedTo == nil }, rows[settings.meters] ?? [])
        let bodies = pointers.compactMap { pointer in pointer.body.map { (pointer.transactionID, $0) } }
        await attempt(&routed, Dictionary(bodies) { first, _ in first })
        try await commit(routed)
        try await broker.callCatchUp(for: routed.flatMap(\.deliveries).filter { $0.status == .pending })
        return ids.subtracting(records.map(\.transactionID.text))
    }

    /// A message with the receivers that it goes to.
    struct Routed {
        let message: MessageRecord
        var deliveries: [DeliveryRecord]
        var latencies: [Int?]
    }

    private func route(_ records: [MessageRecord], _ meters: [Item]) -> [Routed] {
        var registrations: [String: Registration] = [:]
        for row in meters { registrations[row.text("meter") ?? ""] = Registration(item: row) }
        return records.map { record in
            let registration = record.meter.flatMap { registrations[$0] } ?? Registration()
            let date = record.date.flatMap(SettlementDate.init)
            var seen: Set = [record.sender]
            let receivers = (record.named + (date.map { registration.holders(on: $0).map(\.digits) } ?? []))
                .filter { seen.insert($0).inserted }
            let deliveries = receivers.map { DeliveryRecord(record, receiver: $0) }
            return Routed(
                message: record, deliveries: deliveries,
                latencies: Array(repeating: nil, count: deliveries.count))
        }
    }

    // MARK: Attempts

    private struct Try {
        let message: Int
        let delivery: Int
        let attempt: Attempt
    }

    /// Posts to all receivers that are served here, at once.
    private func attempt(_ routed: inout [Routed], _ bodies: [String: [UInt8]]) async {
        let ids = Set(routed.flatMap { $0.deliveries.map(\.receiver) })
        let participants: [String: Participant]
        do {
            participants = try await broker.participants(ids)
        } catch {
            broker.environment.log("delivery: \(error)")
            return
        }
        let tries = await withTaskGroup(of: [Try].self) { group in
            for (position, message) in routed.enumerated() {
                let body = bodies[message.message.transactionID.text]
                group.addTask { await attempts(message, at: position, body, participants) }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        let now = broker.now
        for entry in tries {
            let delivery = routed[entry.message].deliveries[entry.delivery]
            let settled = broker.settle(delivery, entry.attempt, failures: 1, now: now)
            routed[entry.message].deliveries[entry.delivery] = settled
            if settled.status == .delivered {
                let latency = now.milliseconds - delivery.dueSince.milliseconds
                routed[entry.message].latencies[entry.delivery] = latency
            }
        }
        await slowDown(tries, routed)
    }

    private func attempts(
        _ routed: Routed, at position: Int, _ carried: [UInt8]?, _ participants: [String: Participant]
    ) async -> [Try] {
        let due = routed.deliveries.enumerated().compactMap { index, delivery -> (Int, String)? in
            guard let participant = participants[delivery.receiver], participant.lane.isServedAtOnce,
                routed.message.bytes <= settings.bodyBytesMax
            else { return nil }
            return participant.webhook.map { (index, $0) }
        }
        guard !due.isEmpty else { return [] }
        let fetched = carried == nil ? await broker.body(routed.message.bodyKey) : nil
        guard let body = carried ?? fetched else { return [] }
        return await withTaskGroup(of: Try.self) { group in
            for (index, url) in due {
                let delivery = routed.deliveries[index]
                group.addTask {
                    let attempt = await broker.post(delivery, body, to: url)
                    return Try(message: position, delivery: index, attempt: attempt)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Receivers that took nothing or were slow leave the shared lane. Where others of the receiver's messages
    /// arrived, the fault is the message's: it waits for its retry alone.
    ///
    /// Slow is who took long several times in a row: once is chance. When nobody was quick it is the machine that is
    /// slow, and to serve everybody beside the others would only cost it more.
    private func slowDown(_ tries: [Try], _ routed: [Routed]) async {
        var attempts: [String: [Attempt]] = [:]
        for entry in tries {
            let receiver = routed[entry.message].deliveries[entry.delivery].receiver
            attempts[receiver, default: []].append(entry.attempt)
        }
        func isSlow(_ attempt: Attempt) -> Bool { attempt.milliseconds >= settings.slowAfterMilliseconds }
        let isMachineSlow = attempts.count > 1 && attempts.values.allSatisfy { $0.allSatisfy(isSlow) }
        for (receiver, attempts) in attempts {
            do {
                if let pause = pauseSeconds(attempts) {
                    try await broker.leaveSharedLane(receiver, failures: 1, pauseSeconds: pause)
                } else if await broker.directory.isSlow(receiver, after: attempts.map(isSlow)), !isMachineSlow
                {
                    try await broker.leaveSharedLane(receiver, failures: 0, pauseSeconds: 0)
                }
            } catch {
                broker.environment.log("lane of \(receiver): \(error)")
            }
        }
    }

    /// For how long a receiver is to be left alone; nil when it took something and asked for nothing.
    private func pauseSeconds(_ attempts: [Attempt]) -> Int? {
        let asked = attempts.compactMap { attempt -> Int? in
            if case .postponed(let seconds) = attempt.outcome { seconds } else { nil }
        }
        if let seconds = asked.max() { return min(max(seconds, 1), settings.policy.delaySecondsMax) }
        return attempts.contains { $0.outcome == .delivered } ? nil : settings.policy.delay(failures: 1)
    }

    // MARK: Writing

    /// One transaction takes at most 100 writes.
    private static let writesMax = 100

    private func commit(_ routed: [Routed]) async throws {
        for dead in routed.flatMap(\.deliveries) where dead.status == .dead {
            try await broker.bury(dead)
        }
        var rest = routed[...]
        while !rest.isEmpty {
            var count = 0
            var chunk = rest.prefix { message in
                count += message.deliveries.count * 2 + 1
                return count <= Self.writesMax
            }
            if chunk.isEmpty { chunk = rest.prefix(1) }
            rest = rest.dropFirst(chunk.count)
            if try await !write(Array(chunk)), chunk.count > 1 {
                // Somebody else routed one of them meanwhile: the others are written one by one.
                for message in chunk { _ = try await write([message]) }
            }
        }
    }

    /// False when one of the messages has been routed already.
    private func write(_ chunk: [Routed]) async throws -> Bool {
        var tally = TallyChange()
        var writes: [TransactWriteItem] = []
        for message in chunk {
            writes.append(routing(of: message))
            for (delivery, latency) in zip(message.deliveries, message.latencies) {
                tally.addNew(delivery)
                if let latency { tally.addLatency(latency, delivery) }
                writes.append(
                    TransactWriteItem(put: Put(item: delivery.item, tableName: settings.deliveries)))
            }
        }
        let shard = broker.environment.random(below: TallyChange.shards)
        return try await broker.transact(writes + tally.writes(table: settings.tallies, shard: shard))
    }

    private func routing(of routed: Routed) -> TransactWriteItem {
        TransactWriteItem(
            update: Update(
                key: MessageRecord.key(routed.message.transactionID.text),
                updateExpression: "SET routedTo = :to, routedAt = :at REMOVE outbox",
                tableName: settings.messages, conditionExpression: "attribute_exists(outbox)",
                expressionAttributeValues: [
                    ":to": .l(routed.deliveries.map { .s($0.receiver) }), ":at": .s(broker.now.text),
                ]))
    }
}

import DynamoDBInterface
import MeterBroker
import Wire

extension Broker {
    /// The archived body; nil, with a line in the log, when it cannot be had now.
    func body(_ key: String) async -> [UInt8]? {
        do {
            guard let body = try await archive.get(key, bytesMax: settings.bulkBytesMax) else {
                environment.log("body \(key) is not in the archive")
                return nil
            }
            return body
        } catch {
            environment.log("body \(key): \(error)")
            return nil
        }
    }

    /// Posts the stamped body once. Receivers tell repeated attempts by the delivery's id.
    func post(_ delivery: DeliveryRecord, _ body: [UInt8], to url: String) async -> Attempt {
        let headers = [
            ("Content-Type", "application/json"), ("X-Transaction-Id", delivery.transactionID.text),
            ("X-Delivery-Id", delivery.order), ("X-Receiver", delivery.receiver),
            ("X-Replay", delivery.isReplay ? "true" : "false"),
        ]
        // A body of many megabytes takes its time on the way.
        let timeout = settings.attemptTimeoutMilliseconds + body.count / 1000
        return await receivers.post(
            delivery.stamp.stamped(body), to: url, headers: headers, timeoutMilliseconds: timeout)
    }

    /// The delivery after an attempt.
    func settle(
        _ delivery: DeliveryRecord, _ attempt: Attempt, failures: Int, now: Timestamp
    ) -> DeliveryRecord {
        var settled = delivery
        settled.attempts += 1
        if attempt.outcome.counts { settled.counted += 1 }
        let age = (now.milliseconds - delivery.dueSince.milliseconds) / 1000
        let step = settings.policy.next(
            after: attempt.outcome, counted: settled.counted, failures: failures, ageSeconds: age)
        switch step {
        case .done:
            settled.status = .delivered
            settled.deliveredAt = now.text
            settled.reason = nil
        case .retry(let seconds):
            settled.status = .pending
            settled.reason = attempt.outcome.reason
            settled.notBefore = now.adding(seconds: seconds).milliseconds
        case .dead(let reason):
            settled.status = .dead
            settled.reason = reason
        }
        return settled
    }

    /// Tells the dead-letter topic; before the status, so that a crash between tells twice and not never.
    func bury(_ delivery: DeliveryRecord) async throws {
        try await Letters(broker: self).mark()
        try await channels.bury(delivery.json)
    }

    /// Writes in one transaction; false when a condition failed, again after conflicts with others.
    func transact(_ writes: [TransactWriteItem]) async throws -> Bool { try await refused(writes) == nil }

    /// Writes in one transaction; when a condition failed nothing is written, and the reasons are answered.
    func refused(_ writes: [TransactWriteItem]) async throws -> [CancellationReason]? {
        for _ in 0..<Self.conflictsMax {
            do {
                try await items.transact(TransactWriteItemsInput(transactItems: writes))
                return nil
            } catch let cancelled as TransactionCanceledException {
                let reasons = cancelled.cancellationReasons ?? []
                let codes = reasons.compactMap(\.code)
                if codes.contains("ConditionalCheckFailed") { return reasons }
                guard codes.allSatisfy({ $0 == "None" || $0 == "TransactionConflict" }) else {
                    throw cancelled
                }
            } catch is TransactionInProgressException {
                // The client's own repetition met its first attempt.
            }
            try await environment.pause(milliseconds: 5 + environment.random(below: 40))
        }
        throw Refusal.busy()
    }

    private static var conflictsMax: Int { 20 }
}

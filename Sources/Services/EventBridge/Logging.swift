internal import Kernel
internal import Store
internal import Wire

/// What buses log of the events that they take and of the targets that get them.
///
/// A record belongs to the transaction of its step. A bus that logs nothing costs the look whether it does.
extension EventBridge {
    /// Which steps of an event are to be logged.
    struct LoggedSteps: OptionSet {
        let rawValue: Int
        static let ingested = LoggedSteps(rawValue: 1)
        static let matched = LoggedSteps(rawValue: 2)
    }

    /// Logs that an event was taken in, and which rules it meets.
    ///
    /// Events of services that meet none but managed rules are not logged at all.
    static func log(
        _ event: Event, _ takers: EventTakers, _ steps: LoggedSteps, _ call: Call,
        in tx: borrowing Transaction
    ) throws {
        guard let log = takers.log, log.level >= .info else { return }
        let envelope = try JSON(parsing: event.bytes)
        let rules = takers.rules.filter { $0.log != nil }
        let isOfService = envelope["source"]?.string?.hasPrefix("aws.") ?? false
        guard !rules.isEmpty || !isOfService else { return }
        let details = details(of: envelope)
        func record(_ step: LogStep, _ details: JSONObject = [:]) -> LogRecord {
            LogRecord(step: step, request: event.request, event: event.id, details: details)
        }
        var records: [LogRecord] = []
        if steps.contains(.ingested) {
            records += [record(.eventReceipt, details), record(.eventIngestSuccess, details)]
        }
        if steps.contains(.matched) {
            records.append(record(.ruleMatchStart, details))
            records += rules.map { record(.ruleMatch, Self.details(of: $0, event)) }
            if rules.isEmpty { records.append(record(.noStandardRulesMatched)) }
        }
        try log.send(records.compactMap { $0.line(for: log, at: call.now) }, of: event.flow, call, in: tx)
    }

    /// The record of an entry that was refused.
    static func refusal(
        _ source: String?, _ type: String?, _ message: String, _ log: BusLog, _ call: Call
    ) -> String? {
        var details: JSONObject = ["caller_account_id": .string(call.account)]
        details["source"] = source.map { .string($0) }
        details["detail_type"] = type.map { .string($0) }
        var record = LogRecord(step: .eventIngestFailure, request: call.requestID, details: details)
        record.error = ["error_message": .string(message), "aws_service": "events"]
        return record.line(for: log, at: call.now)
    }

    private static func details(of envelope: JSON) -> JSONObject {
        let time = envelope["time"]?.string.flatMap { Timestamp(parsing: $0, .iso8601) }
        var details = JSONObject()
        details["caller_account_id"] = envelope["account"]
        details["source_time_ms"] = time.map { .number(String($0.milliseconds)) }
        details["source"] = envelope["source"]
        details["detail_type"] = envelope["detail-type"]
        details["resources"] = envelope["resources"] ?? []
        details["event_detail"] = envelope["detail"].map { .string($0.text) }
        return details
    }

    private static func details(of rule: ActiveRule, _ event: Event) -> JSONObject {
        [
            "rule_arn": .string(rule.arn), "target_arns": .array(rule.targets.map { .string($0.arn) }),
            "invocation_ids": .array(
                rule.targets.map { .string(InvocationLog.id(of: event, rule.id, $0.id)) }),
        ]
    }

    /// Logs how an invocation ended.
    func settled(
        _ delivery: Delivery, _ ending: DeliveryEnding, _ call: Call, in tx: borrowing Transaction
    ) throws {
        guard let invocation = delivery.feedback.flatMap({ InvocationLog(feedback: $0) }),
            let log = try buses.current(invocation.bus, in: tx)?.log
        else { return }
        var records = Self.attempt(ending.attempts, of: invocation, ending.failure, ending.answer)
        var details = InvocationLog.input(of: delivery)
        let latency = JSON.number(String((call.now - invocation.ingestedAt).milliseconds))
        details["total_attempts"] = .number(String(ending.attempts))
        details["final_invocation_status"] = ending.failure == nil ? "SUCCESS" : "FAILURE"
        if ending.attempts == 1 { details["ingestion_to_complete_latency_ms"] = latency }
        if ending.failure == nil { details["ingestion_to_success_latency_ms"] = latency }
        details["target_response_body"] = Self.body(ending.answer)
        records.append(
            invocation.record(
                ending.failure == nil ? .invocationSuccess : .invocationFailure, details, ending.failure))
        if ending.outcome.state == .buried {
            records.append(invocation.record(.invocationDLQ, details, ending.failure))
        }
        try log.send(
            records.compactMap { $0.line(for: log, at: call.now) }, of: delivery.flow, call, in: tx)
    }

    /// Logs an attempt behind which others follow.
    func postponed(
        _ delivery: Delivery, _ failure: DeliveryFailure, _ call: Call, in tx: borrowing Transaction
    ) throws {
        guard let invocation = delivery.feedback.flatMap({ InvocationLog(feedback: $0) }),
            let log = try buses.current(invocation.bus, in: tx)?.log
        else { return }
        var records = Self.attempt(delivery.attempts, of: invocation, failure, failure.answer)
        if failure.isThrottle {
            let count: JSON = .number(String(delivery.attempts + 1))
            records.append(invocation.record(.invocationThrottleStart, ["attempt_count": count]))
        }
        try log.send(
            records.compactMap { $0.line(for: log, at: call.now) }, of: delivery.flow, call, in: tx)
    }

    /// Attempts but the first are logged when they are over.
    private static func attempt(
        _ number: Int, of invocation: InvocationLog, _ failure: DeliveryFailure?, _ answer: OutboundResponse?
    ) -> [LogRecord] {
        let count: JSON = .number(String(number))
        var details: JSONObject = [
            "attempt_type": number == 1 ? "FIRST" : "RETRY", "attempt_count": count,
            "invocation_status": failure == nil ? "SUCCESS" : "FAILURE",
        ]
        details["target_response_body"] = body(answer)
        let step: LogStep =
            switch failure {
            case nil: .invocationAttemptSuccess
            case let failure? where failure.isThrottle: .invocationAttemptThrottle
            case let failure?:
                failure.isRetryable ? .invocationAttemptRetryableFailure : .invocationAttemptPermanentFailure
            }
        let end = invocation.record(step, details, failure)
        guard number > 1 else { return [end] }
        return [invocation.record(.invocationAttemptStart, ["attempt_count": count]), end]
    }

    private static func body(_ answer: OutboundResponse?) -> JSON? {
        answer.flatMap { $0.body.isEmpty ? nil : .string(String(decoding: $0.body, as: UTF8.self)) }
    }
}

extension DeliveryFailure {
    /// Whether the target has too much to do.
    var isThrottle: Bool {
        isRetryable && (answer?.status == 429 || code.contains("Throttl") || code.contains("TooManyRequests"))
    }
}

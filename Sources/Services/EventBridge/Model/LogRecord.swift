internal import Kernel
internal import Wire

/// One record of a bus's log.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-logs-schema.html>
struct LogRecord {
    /// What is left out of records that are too long, in this order.
    private static let droppable = [
        "target_response_body", "target_input", "event_detail", "target_properties",
    ]

    let step: LogStep
    var request: String?
    var event: String?
    var invocation: String?
    var details = JSONObject()
    var error: JSONObject?

    /// The record as it is delivered, behind the type of log that it belongs to; nil for what the bus does
    /// not log.
    func line(for log: BusLog, at now: Instant) -> String? {
        guard step.level <= log.level else { return nil }
        var details = details
        if !log.isDetailed { for name in Self.droppable { details[name] = nil } }
        var text = text(details, [], log, now)
        var dropped: [String] = []
        for name in Self.droppable where text.utf8.count > BusLog.recordBytesMax {
            guard details[name] != nil else { continue }
            details[name] = nil
            dropped.append(name)
            text = self.text(details, dropped, log, now)
        }
        return "\(step.level.name)_LOGS \(text)"
    }

    private func text(
        _ details: JSONObject, _ dropped: [String], _ log: BusLog, _ now: Instant
    ) -> String {
        var record: JSONObject = [
            "resource_arn": .string(log.bus.description), "event_bus_name": .string(log.name),
        ]
        record["request_id"] = request.map { .string($0) }
        record["event_id"] = event.map { .string($0) }
        record["invocation_id"] = invocation.map { .string($0) }
        record["message_timestamp_ms"] = .number(String(now.milliseconds))
        record["message_type"] = .string(step.rawValue)
        record["log_level"] = .string(step.level.name)
        record["details"] = .object(details)
        if !dropped.isEmpty { record["dropped_fields"] = .array(dropped.map { .string($0) }) }
        record["error"] = error.map { .object($0) }
        return JSON.object(record).text
    }
}

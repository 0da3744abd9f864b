internal import Kernel
internal import Store
internal import Wire

/// What the records of one invocation of a target have in common.
struct InvocationLog: Sendable {
    /// The ARN of the bus.
    let bus: String
    let event: String
    let request: String?
    let id: String
    let rule: String
    let role: String?
    let target: String
    let ingestedAt: Instant

    init(_ log: BusLog, _ event: Event, _ rule: ActiveRule, _ target: TargetRoute) {
        bus = log.bus.description
        self.event = event.id
        request = event.request
        id = Self.id(of: event, rule.id, target.id)
        self.rule = rule.arn
        role = target.role
        self.target = target.arn
        ingestedAt = event.ingestedAt
    }

    /// The same whenever it is asked for, so that a rule's record can name invocations that come later.
    static func id(of event: Event, _ rule: Int64, _ target: Int64) -> String {
        let key = "\(event.id)/\(event.replay?.name ?? "")/\(rule)/\(target)"
        let digits = Array(Digest.hex(Digest.md5(key.utf8)))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }

    /// As a delivery carries it.
    var feedback: JSON {
        var object: JSONObject = [
            "bus": .string(bus), "event": .string(event), "id": .string(id), "rule": .string(rule),
            "target": .string(target), "ingestedAt": .number(String(ingestedAt.milliseconds)),
        ]
        object["request"] = request.map { .string($0) }
        object["role"] = role.map { .string($0) }
        return .object(object)
    }

    init?(feedback: JSON) {
        guard let bus = feedback["bus"]?.string, let event = feedback["event"]?.string,
            let id = feedback["id"]?.string, let rule = feedback["rule"]?.string,
            let target = feedback["target"]?.string, let ingested = feedback["ingestedAt"]?.integer
        else { return nil }
        self.bus = bus
        self.event = event
        self.id = id
        self.rule = rule
        self.target = target
        request = feedback["request"]?.string
        role = feedback["role"]?.string
        ingestedAt = Instant(milliseconds: Int64(ingested))
    }

    /// A record of a step of this invocation, without what differs from step to step.
    func record(_ step: LogStep, _ more: JSONObject = [:], _ failure: DeliveryFailure? = nil) -> LogRecord {
        var details: JSONObject = ["rule_arn": .string(rule)]
        details["role_arn"] = role.map { .string($0) }
        details["target_arn"] = .string(target)
        for member in more.members { details[member.name] = member.value }
        var record = LogRecord(step: step, request: request, event: event, invocation: id, details: details)
        record.error = failure.map { failure in
            var error = JSONObject()
            error["http_status_code"] = failure.answer.map { .number(String($0.status)) }
            error["error_message"] = .string(failure.message)
            error["aws_service"] = .string(ARN(target)?.service ?? "events")
            return error
        }
        return record
    }

    /// Logs that the invocation begins.
    func begin(
        _ delivery: Delivery, _ log: BusLog, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        guard log.level >= .info else { return }
        var details: JSONObject = ["attempt_count": 1]
        for member in Self.input(of: delivery).members { details[member.name] = member.value }
        let lines = [LogStep.invocationStart, .invocationAttemptStart].compactMap {
            record($0, details).line(for: log, at: call.now)
        }
        try log.send(lines, of: delivery.flow, call, in: tx)
    }

    /// Logs an invocation that failed before there was anything to send.
    func fail(
        _ failure: DeliveryFailure, isBuried: Bool, _ delivery: Delivery, _ log: BusLog,
        _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        var steps: [LogStep] = [.invocationStart, .invocationFailure]
        if isBuried { steps.append(.invocationDLQ) }
        let details: JSONObject = ["total_attempts": 0, "final_invocation_status": "FAILURE"]
        let lines = steps.compactMap { step in
            let isEnd = step != .invocationStart
            return record(step, isEnd ? details : [:], isEnd ? failure : nil).line(for: log, at: call.now)
        }
        try log.send(lines, of: delivery.flow, call, in: tx)
    }

    /// What a target is given.
    static func input(of delivery: Delivery) -> JSONObject {
        var details: JSONObject = ["target_input": .string(String(decoding: delivery.payload, as: UTF8.self))]
        var properties = delivery.parameters.object ?? [:]
        for name in ["Hops", "AWSTraceHeader"] { properties[name] = nil }
        if !properties.members.isEmpty {
            details["target_properties"] = .string(JSON.object(properties).text)
        }
        return details
    }
}

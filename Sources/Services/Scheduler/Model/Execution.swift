internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

/// One time at which a schedule acts.
struct Execution: Sendable {
    /// In whose place a target gets the number of the attempt.
    private static let attemptMark = "<aws.scheduler.attempt-number>"
    /// Stands for any execution where an input is checked.
    static let sample = Execution(
        schedule: ARN(service: "scheduler", region: "", account: "", resource: ""),
        group: ARN(service: "scheduler", region: "", account: "", resource: ""), id: "0",
        scheduledAt: Instant(milliseconds: 0))

    let schedule: ARN
    let group: ARN
    /// Sixteen hexadecimal digits.
    let id: String
    let scheduledAt: Instant

    private var time: String {
        Instant(milliseconds: scheduledAt.seconds * 1000).timestamp.text(.iso8601)
    }

    /// An input with the context attributes in it.
    /// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html>
    func rendered(_ input: String, attempt: String? = nil) -> String {
        guard input.contains("<aws.scheduler.") else { return input }
        let text = input.replacing("<aws.scheduler.schedule-arn>", with: schedule.description)
            .replacing("<aws.scheduler.scheduled-time>", with: time)
            .replacing("<aws.scheduler.execution-id>", with: id)
        return attempt.map { text.replacing(Self.attemptMark, with: $0) } ?? text
    }

    /// Sends the target what it is to get, in the transaction in which the schedule acts.
    func send(
        _ definition: ScheduleDefinition, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        let target = definition.target
        var delivery: Delivery
        switch try TargetKind(target.arn, call.kernel) {
        case .universal(let action):
            delivery = make(
                target: Delivery.target(calling: action), action, payload(target) ?? "{}", call)
        case .templated("events:PutEvents"):
            let payload = event(for: target, payload(target) ?? notification(call), call)
            delivery = make(target: target.arn, "events:PutEvents", payload, call)
        case .templated(let action):
            delivery = make(target: target.arn, action, payload(target) ?? notification(call), call)
            if let group = target.sqsParameters?.messageGroupId {
                delivery.parameters = ["MessageGroupId": .string(group)]
            }
        }
        if target.input?.contains(Self.attemptMark) == true { delivery.attemptMark = Self.attemptMark }
        delivery.role = target.roleArn
        address(&delivery, definition)
        try call.send(delivery, in: tx)
    }

    private func make(
        target: String, _ action: String, _ payload: String, _ call: Kernel.Call
    ) -> Delivery {
        Delivery(
            id: call.makeID(), target: target, action: action, payload: Array(payload.utf8),
            source: group.description, trace: call.trace)
    }

    /// How often the delivery is tried, and where it ends when that is in vain.
    /// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html>
    private func address(_ delivery: inout Delivery, _ definition: ScheduleDefinition) {
        let target = definition.target
        delivery.retry.attemptsMax =
            target.retryPolicy?.maximumRetryAttempts ?? ScheduleDefinition.attemptsMaxStandard
        delivery.retry.ageMax = .seconds(
            target.retryPolicy?.maximumEventAgeInSeconds ?? ScheduleDefinition.ageMaxSecondsStandard)
        delivery.deadLetter = target.deadLetterConfig?.arn
        delivery.deadLetterRole = target.roleArn
        delivery.deadLetterAttributes = [
            "SCHEDULE_ARN": schedule.description, "TARGET_ARN": target.arn, "EXECUTION_ID": id,
            "SCHEDULED_TIME": time, "IS_PAYLOAD_TRUNCATED": "false",
        ]
    }

    private func payload(_ target: Target) -> String? { target.input.map { rendered($0) } }

    /// What a target gets for which the schedule has no input.
    private func notification(_ call: Kernel.Call) -> String {
        let event: JSON = [
            "version": "0", "id": .string(call.makeName()), "detail-type": "Scheduled Event",
            "source": "aws.scheduler", "account": .string(call.account), "time": .string(time),
            "region": .string(call.region), "resources": [.string(schedule.description)], "detail": "{}",
        ]
        return event.text
    }

    /// An event for a bus. The detail goes in as it is, since it may yet get the number of the attempt.
    private func event(for target: Target, _ detail: String, _ call: Kernel.Call) -> String {
        let head: JSON = [
            "source": .string(target.eventBridgeParameters?.source ?? ""),
            "detail-type": .string(target.eventBridgeParameters?.detailType ?? ""),
            "resources": [.string(schedule.description)],
        ]
        return "\(head.text.dropLast()),\"detail\":\(detail)}"
    }
}

internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

/// What Scheduler accepts as a schedule.
enum ScheduleRules {
    /// How far in the past a schedule may begin.
    static let startAgeMax: Duration = .seconds(300)

    /// Checks all that can be checked without the database; answers when the schedule acts.
    static func check(
        _ input: CreateScheduleInput, _ zones: Zones, _ call: Kernel.Call
    ) throws -> Timing {
        if input.kmsKeyArn != nil { throw NotImplemented("A schedule with KmsKeyArn") }
        let timing = try Timing(ScheduleDefinition(input), zones)
        try checkWindow(input.flexibleTimeWindow)
        if !timing.isOnce { try checkDates(input, at: call.now) }
        try checkTarget(input.target, call)
        return timing
    }

    private static func checkWindow(_ window: FlexibleTimeWindow) throws {
        let isFlexible = window.mode == "FLEXIBLE"
        guard isFlexible == (window.maximumWindowInMinutes != nil) else {
            throw Refusals.invalid(
                isFlexible
                    ? "MaximumWindowInMinutes must be specified when FlexibleTimeWindow Mode is FLEXIBLE."
                    : "MaximumWindowInMinutes must not be specified when FlexibleTimeWindow Mode is OFF.")
        }
    }

    private static func checkDates(_ input: CreateScheduleInput, at now: Instant) throws {
        if let start = input.startDate, Instant(start) < now - startAgeMax {
            throw Refusals.invalid("The StartDate you specify cannot be earlier than 5 minutes ago.")
        }
        guard let end = input.endDate else { return }
        guard Instant(end) > now else {
            throw Refusals.invalid("The EndDate you specify cannot be in the past.")
        }
        if let start = input.startDate, start.milliseconds >= end.milliseconds {
            throw Refusals.invalid("The StartDate you specify must come before the EndDate.")
        }
    }

    private static func checkTarget(_ target: Target, _ call: Kernel.Call) throws {
        let kind = try TargetKind(target.arn, call.kernel)
        try checkParameters(target)
        guard let arn = ARN(target.arn) else { return }
        if arn.service == "sqs", arn.resource.hasSuffix(".fifo"),
            target.sqsParameters?.messageGroupId == nil
        {
            throw Refusals.invalid("SqsParameters with a MessageGroupId must be specified for a FIFO queue.")
        }
        if arn.service != "sqs", target.sqsParameters != nil {
            throw Refusals.invalid("SqsParameters is not supported for the target \(target.arn).")
        }
        guard (arn.service == "events") == (target.eventBridgeParameters != nil) else {
            throw Refusals.invalid(
                arn.service == "events"
                    ? "EventBridgeParameters must be specified for the target \(target.arn)."
                    : "EventBridgeParameters is not supported for the target \(target.arn).")
        }
        try checkInput(target, kind, arn)
    }

    /// Settings of targets that are not here are refused by name.
    private static func checkParameters(_ target: Target) throws {
        let settings: [(String, Bool)] = [
            ("EcsParameters", target.ecsParameters != nil),
            ("KinesisParameters", target.kinesisParameters != nil),
            ("SageMakerPipelineParameters", target.sageMakerPipelineParameters != nil),
        ]
        if let (name, _) = settings.first(where: \.1) { throw NotImplemented("A schedule with \(name)") }
    }

    /// Functions, buses and operations take JSON, the latter two objects.
    private static func checkInput(_ target: Target, _ kind: TargetKind, _ arn: ARN) throws {
        let isUniversal = kind.isUniversal
        guard let input = target.input, isUniversal || ["lambda", "events"].contains(arn.service) else {
            return
        }
        let json: JSON
        do {
            json = try JSON(parsing: Execution.sample.rendered(input, attempt: "1"))
        } catch {
            throw Refusals.invalid("Invalid RequestJson provided. Reason \(error)")
        }
        guard json.object != nil || (!isUniversal && arn.service == "lambda") else {
            throw Refusals.invalid("Invalid RequestJson provided. Reason Input is not a JSON object.")
        }
    }

    /// Refuses a role that is not there or does not trust Scheduler, where that is checked at all.
    ///
    /// Trust policies name the group, not the schedule.
    /// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html>
    static func requireTrust(
        _ role: String, group: ARN, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        do {
            _ = try call.kernel.actor(
                in: role, session: "scheduler", service: "scheduler.amazonaws.com", for: group, call.scope,
                at: call.now, in: tx)
        } catch is DeliveryFailure {
            throw Refusals.roleIsNotAssumable
        }
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Templates
internal import Wire

/// A rule made ready to send events on.
struct ActiveRule: Sendable {
    let id: Int64
    let arn: String
    let name: String
    /// In the order of their ids.
    let targets: [TargetRoute]
    /// Whether one of the targets is asked, and is not simply handed the event.
    let isAsked: Bool
    /// What the bus logs of the rule; nil when it logs nothing. Rules of services are not logged.
    var log: BusLog?

    init(_ rule: StoredRule, _ targets: [StoredTarget], log: BusLog?) throws {
        self.log = rule.managedBy == nil ? log : nil
        id = rule.id
        arn = rule.arn
        name = rule.name
        self.targets = try targets.map { try TargetRoute($0, rule) }
        isAsked = self.targets.contains(where: \.isAsked)
    }

    /// The same without a log.
    var unlogged: ActiveRule {
        var rule = self
        rule.log = nil
        return rule
    }
}

/// The way to one target.
struct TargetRoute: Sendable {
    let id: Int64
    let arn: String
    let action: String
    let input: TargetInput
    let role: String?
    let attemptsMax: Int?
    let ageMaxSeconds: Int?
    let deadLetter: String?
    let groupID: String?
    let http: HTTPSettings?

    init(_ stored: StoredTarget, _ rule: StoredRule) throws {
        let target = stored.definition
        id = stored.id
        arn = target.arn
        action = ARN(target.arn).flatMap(TargetRules.action) ?? ""
        http = HTTPSettings(target.httpParameters)
        input = try TargetInput(target)
        role = target.roleArn ?? rule.role
        attemptsMax = target.retryPolicy?.maximumRetryAttempts
        ageMaxSeconds = target.retryPolicy?.maximumEventAgeInSeconds
        deadLetter = target.deadLetterConfig?.arn
        groupID = target.sqsParameters?.messageGroupId
    }

    private var leadsToBus: Bool { action == "events:PutEvents" }

    /// Sends an event to the target, or to its dead letters when it cannot be made fit for it; answers what
    /// came of it.
    func send(
        _ event: Event, of rule: ActiveRule, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> StepOutcome {
        var outcome = try deliver(event, of: rule, call, in: tx)
        outcome.via = rule.name
        if let replay = event.replay, outcome.message.isEmpty {
            outcome.message = "sent by the replay \(replay.name)"
        }
        return outcome
    }

    private func deliver(
        _ event: Event, of rule: ActiveRule, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> StepOutcome {
        if leadsToBus, event.hops > 0 {
            return try bury(event, of: rule, hopFailure(of: rule), call, in: tx)
        }
        let payload: [UInt8]
        do {
            payload = try leadsToBus ? event.bytes : input.payload(event, rule: rule)
        } catch let error as TemplateError {
            let failure = DeliveryFailure.permanent(code: "INVALID_JSON", message: error.message(target: arn))
            return try bury(event, of: rule, failure, call, in: tx)
        } catch let error as JSONError {
            // The envelope is deeper by one than the detail, which was read when the event came.
            let failure = DeliveryFailure.permanent(
                code: "INVALID_JSON", message: "The event cannot be read for the target: \(error.reason).")
            return try bury(event, of: rule, failure, call, in: tx)
        }
        guard try !leadsOutside || isActive(in: tx) else {
            return try bury(event, of: rule, Self.inactive, call, in: tx)
        }
        var delivery = Delivery(
            id: call.makeID(), target: arn, action: action, payload: payload,
            parameters: try parameters(event), source: rule.arn, trace: event.trace)
        delivery.role = role
        delivery.isAsked = isAsked
        delivery.flow = event.flow
        if let attemptsMax { delivery.retry.attemptsMax = attemptsMax }
        if let ageMaxSeconds { delivery.retry.ageMax = .seconds(ageMaxSeconds) }
        if let deadLetter {
            delivery.deadLetter = deadLetter
            delivery.deadLetterAttributes = ["RULE_ARN": rule.arn, "TARGET_ARN": arn]
            if delivery.payload != event.bytes { delivery.deadLetterPayload = event.bytes }
        }
        if let log = rule.log {
            let invocation = InvocationLog(log, event, rule, self)
            delivery.feedback = invocation.feedback
            try invocation.begin(delivery, log, call, in: tx)
        }
        return try call.send(delivery, in: tx)
    }

    private var leadsOutside: Bool { action == "events:InvokeApiDestination" }
    /// Whether the target answers, and is not simply handed the event.
    var isAsked: Bool { leadsOutside || action == "execute-api:Invoke" }

    static let inactive = DeliveryFailure.permanent(
        code: "NO_RESOURCE", message: "The API destination does not exist or its connection does not.")

    /// Whether the API destination and its connection are there.
    private func isActive(in tx: borrowing Transaction) throws -> Bool {
        guard let destination = try Destinations.with(arn: arn, in: tx) else { return false }
        return try Connections.with(arn: destination.connection, in: tx) != nil
    }

    private func parameters(_ event: Event) throws -> JSON {
        if isAsked {
            guard let http else { return [:] }
            return http.parameters(for: try JSON(parsing: event.bytes))
        }
        var parameters = JSONObject()
        if leadsToBus { parameters["Hops"] = .number(String(event.hops + 1)) }
        parameters["MessageGroupId"] = groupID.map { .string($0) }
        parameters["AWSTraceHeader"] = event.traceHeader.map { .string($0) }
        return .object(parameters)
    }

    /// A bus passes on what was sent to it, not what another bus passed on.
    private func hopFailure(of rule: ActiveRule) -> DeliveryFailure {
        let (here, there) = (ARN(rule.arn), ARN(arn))
        let isRegion = here?.account == there?.account && here?.region != there?.region
        return .permanent(
            code: isRegion ? "THIRD_REGION_HOP_DETECTED" : "THIRD_ACCOUNT_HOP_DETECTED",
            message: "The event was passed on by another event bus before and is not passed on again.")
    }

    private func bury(
        _ event: Event, of rule: ActiveRule, _ failure: DeliveryFailure, _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws -> StepOutcome {
        var delivery = Delivery(
            id: call.makeID(), target: arn, action: action, payload: event.bytes, source: rule.arn,
            trace: event.trace)
        delivery.flow = event.flow
        delivery.deadLetter = deadLetter
        delivery.deadLetterAttributes = ["RULE_ARN": rule.arn, "TARGET_ARN": arn]
        let outcome = try call.bury(delivery, failure, in: tx)
        if let log = rule.log {
            let invocation = InvocationLog(log, event, rule, self)
            try invocation.fail(failure, isBuried: outcome.state == .buried, delivery, log, call, in: tx)
        }
        return outcome
    }
}

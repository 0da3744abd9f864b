internal import Cron
internal import EventBridgeInterface
internal import Kernel
internal import Store

/// When a rule is to act by itself.
struct RuleSchedule {
    static let keyPrefix = "rule:"

    private let expression: ScheduleExpression

    init(_ text: String) throws {
        let refusal = ValidationException("Parameter ScheduleExpression is not valid.")
        do {
            expression = try ScheduleExpression(parsing: text, agrees: true)
        } catch {
            throw refusal
        }
        if case .at = expression { throw refusal }
    }

    /// The first time after a moment. A rate counts from `start`.
    func next(after moment: Instant, start: Instant) -> Instant? {
        expression.next(after: Int(moment.seconds), start: Int(start.seconds)).map {
            Instant(milliseconds: Int64($0) * 1000)
        }
    }

    /// Has a rule wait for its next time, counted from now, or for none when it is not to act.
    static func arrange(_ rule: StoredRule, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        guard let text = rule.schedule, rule.isEnabled,
            let next = try RuleSchedule(text).next(after: call.now, start: call.now)
        else { return try cancel(rule, call, in: tx) }
        try call.schedule("events", at: next, key: "\(keyPrefix)\(rule.id)", in: tx)
    }

    static func cancel(_ rule: StoredRule, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        try call.unschedule("events", key: "\(keyPrefix)\(rule.id)", in: tx)
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Makes a rule, or replaces all of an existing one but its targets and tags.
    func putRule(_ input: PutRuleInput, _ call: Call) async throws -> PutRuleOutput {
        let reference = try BusReference(input.eventBusName, call.scope)
        try Self.check(input, reference, call)
        let tags = try TagRules.checked(input.tags ?? [])
        let arn = reference.rule(input.name)
        let draft = StoredRule(
            id: 0, bus: 0, name: input.name, arn: arn.description, pattern: input.eventPattern,
            schedule: input.scheduleExpression, state: input.state ?? StoredRule.enabled,
            description: input.description, role: input.roleArn, createdBy: call.account, createdAt: call.now)
        try await call.write { [buses] tx in
            let bus = try Self.bus(reference, call, in: tx)
            try Self.requireUnmanaged(try Rules.named(draft.name, bus: bus.id, in: tx))
            let rule = try Self.put(draft, on: bus, arn, tags, in: tx)
            try RuleSchedule.arrange(rule, call, in: tx)
            tx.afterCommit { buses.forget(bus.arn) }
        }
        return PutRuleOutput(ruleArn: arn.description)
    }

    private static func check(_ input: PutRuleInput, _ reference: BusReference, _ call: Call) throws {
        guard input.eventPattern != nil || input.scheduleExpression != nil else {
            throw ValidationException(
                "Parameter(s) EventPattern or ScheduleExpression must be specified.")
        }
        if input.state == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" {
            throw NotImplemented("PutRule with the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
        }
        if let schedule = input.scheduleExpression {
            guard reference.isDefault, reference.arn.account == call.account else {
                throw ValidationException("ScheduleExpression is supported only on the default event bus.")
            }
            _ = try RuleSchedule(schedule)
        }
        if let pattern = input.eventPattern { _ = try checked(pattern) }
    }

    static func put(
        _ draft: StoredRule, on bus: StoredBus, _ arn: ARN, _ tags: [String: String],
        in tx: borrowing Transaction
    ) throws -> StoredRule {
        if let old = try Rules.named(draft.name, bus: bus.id, in: tx) {
            let rule = draft.stored(id: old.id, bus: bus.id)
            try Rules.update(rule, in: tx)
            return rule
        }
        guard bus.ruleCount < StoredBus.rulesMax else {
            throw LimitExceededException("The requested resource exceeds the maximum number allowed.")
        }
        let id = try Rules.insert(draft.stored(id: 0, bus: bus.id), in: tx)
        try Buses.count(rules: 1, of: bus.id, in: tx)
        try Tags.set(tags, on: arn, in: tx)
        return draft.stored(id: id, bus: bus.id)
    }
}

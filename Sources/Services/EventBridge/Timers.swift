internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Does what was scheduled for now.
    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        if timer.key.hasPrefix(RuleSchedule.keyPrefix) {
            try fireRule(timer, call, in: tx)
        } else if timer.key.hasPrefix(ArchiveRetention.keyPrefix) {
            try ArchiveRetention.fire(timer, call, in: tx)
        } else if timer.key.hasPrefix(Replaying.keyPrefix) {
            try Replaying(service: self).fire(timer, call, in: tx)
        } else if timer.key.hasPrefix(Self.partnerKeyPrefix) {
            try firePartner(timer, call, in: tx)
        }
    }

    /// A rule with a schedule sends its event to its own targets.
    private func fireRule(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        guard let id = Int64(timer.key.dropFirst(RuleSchedule.keyPrefix.count)),
            let rule = try Rules.with(id: id, in: tx), rule.isEnabled, let text = rule.schedule
        else { return }
        let targets = try Targets.all(of: rule, in: tx)
        let event = Self.scheduledEvent(rule, at: timer.dueAt, call)
        let bus = try BusReference(nil, call.scope).arn.description
        let log = try buses.current(bus, in: tx)?.log
        let active = try ActiveRule(rule, targets, log: log)
        let takers = EventTakers(rules: [active], archives: [], log: log)
        try Self.log(event, takers, [.ingested, .matched], call, in: tx)
        let outcomes = try active.targets.map { try $0.send(event, of: active, call, in: tx) }
        try note(event, at: rule.arn, outcomes, call, in: tx)
        // Times that passed while the server was away are not made up for; a rate keeps its phase.
        let schedule = try RuleSchedule(text)
        if let next = schedule.next(after: call.now, start: timer.dueAt) {
            try call.schedule("events", at: next, key: timer.key, in: tx)
        }
    }

    /// <https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-events.html>
    private static func scheduledEvent(_ rule: StoredRule, at time: Instant, _ call: Call) -> Event {
        let flow = call.makeFlow()
        let envelope = Envelope(
            id: call.kernel.names.name(in: flow), detailType: "Scheduled Event", source: "aws.events",
            account: call.account,
            time: time, region: call.region, resources: [rule.arn], detail: [:])
        return Event(
            id: envelope.id, bytes: envelope.bytes, time: envelope.told, ingestedAt: call.now,
            trace: call.trace, flow: flow)
    }
}

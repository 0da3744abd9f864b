internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Deletes a rule without targets; one that is gone already is no error.
    func deleteRule(_ input: DeleteRuleInput, _ call: Call) async throws -> Unit {
        let reference = try BusReference(input.eventBusName, call.scope)
        let name = input.name
        try await call.write { [buses] tx in
            let bus = try Self.bus(reference, call, in: tx)
            guard let rule = try Rules.named(name, bus: bus.id, in: tx) else { return }
            if input.force != true { try Self.requireUnmanaged(rule) }
            guard try Targets.count(of: rule.id, in: tx) == 0 else {
                throw ValidationException("Rule can't be deleted since it has targets.")
            }
            try Rules.remove(rule.id, in: tx)
            try RuleSchedule.cancel(rule, call, in: tx)
            try Buses.count(rules: -1, of: bus.id, in: tx)
            try Tags.removeAll(of: reference.rule(name), in: tx)
            tx.afterCommit { buses.forget(bus.arn) }
        }
        return Unit()
    }
}

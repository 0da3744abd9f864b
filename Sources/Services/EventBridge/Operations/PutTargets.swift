internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Adds targets to a rule; one with the id of another replaces it.
    func putTargets(_ input: PutTargetsInput, _ call: Call) async throws -> PutTargetsOutput {
        let reference = try BusReference(input.eventBusName, call.scope)
        for target in input.targets { try TargetRules.check(target) }
        let (name, targets) = (input.rule, input.targets)
        try await call.write { [buses, kernel] tx in
            let bus = try Self.bus(reference, call, in: tx)
            let rule = try Self.rule(name, on: bus, in: tx)
            try Self.requireUnmanaged(rule)
            for target in targets { try TargetRules.requireServed(target, kernel) }
            for target in targets { try Targets.put(target, of: rule, in: tx) }
            guard try Targets.count(of: rule.id, in: tx) <= TargetRules.targetsMax else {
                throw LimitExceededException("The requested resource exceeds the maximum number allowed.")
            }
            tx.afterCommit { buses.forget(bus.arn) }
        }
        return PutTargetsOutput(failedEntryCount: 0, failedEntries: [])
    }
}

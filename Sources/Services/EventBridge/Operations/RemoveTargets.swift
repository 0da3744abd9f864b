internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func removeTargets(_ input: RemoveTargetsInput, _ call: Call) async throws -> RemoveTargetsOutput {
        let reference = try BusReference(input.eventBusName, call.scope)
        let (name, ids) = (input.rule, input.ids)
        let failed = try await call.write { [buses] tx in
            let bus = try Self.bus(reference, call, in: tx)
            let rule = try Self.rule(name, on: bus, in: tx)
            if input.force != true { try Self.requireUnmanaged(rule) }
            var failed: [RemoveTargetsResultEntry] = []
            for id in ids where try !Targets.remove(id, of: rule.id, in: tx) {
                failed.append(
                    RemoveTargetsResultEntry(
                        targetId: id, errorCode: "ResourceNotFoundException",
                        errorMessage: "Rule '\(name)' does not have a target with the Id '\(id)'."))
            }
            tx.afterCommit { buses.forget(bus.arn) }
            return failed
        }
        return RemoveTargetsOutput(failedEntryCount: failed.count, failedEntries: failed)
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Lets others use a bus: by one statement, which replaces that of its id, or by a whole policy.
    func putPermission(_ input: PutPermissionInput, _ call: Call) async throws -> Unit {
        let reference = try BusReference(input.eventBusName, call.scope)
        let grant = try input.policy == nil ? BusPolicy.Grant(input) : nil
        if let policy = input.policy { try BusPolicy.check(policy) }
        let whole = input.policy
        try await call.write { tx in
            let bus = try Self.bus(reference, call, in: tx)
            let policy = try whole ?? grant.map { try BusPolicy.adding($0, bus: bus.arn, to: bus.policy) }
            try Buses.update(bus.id, policy: policy, at: call.now, in: tx)
        }
        return Unit()
    }
}

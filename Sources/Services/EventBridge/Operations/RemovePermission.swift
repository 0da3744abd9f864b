internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Takes back a statement, or all.
    func removePermission(_ input: RemovePermissionInput, _ call: Call) async throws -> Unit {
        let reference = try BusReference(input.eventBusName, call.scope)
        let removesAll = input.removeAllPermissions == true
        let statement = input.statementId
        guard removesAll || statement != nil else {
            throw ValidationException("Parameter StatementId is required.")
        }
        try await call.write { tx in
            let bus = try Self.bus(reference, call, in: tx)
            guard let policy = bus.policy else {
                if removesAll { return }
                throw ResourceNotFoundException("EventBus does not have a policy.")
            }
            let left = try removesAll ? nil : BusPolicy.removing(statement ?? "", from: policy)
            try Buses.update(bus.id, policy: left, at: call.now, in: tx)
        }
        return Unit()
    }
}

internal import Store
public import Wire

/// A service as the kernel holds it: type erased, its actions in a table by name.
public struct RegisteredService: Sendable {
    public let model: ServiceModel
    public let actions: [String: RegisteredAction]
    public let resourceTypes: [ResourceType]
    public let routes: [Route]
    let namespace: String
    let migrations: [Migration]
    let start: @Sendable (Background) async throws -> Void
    let receive: @Sendable (Delivery, Kernel.Call, borrowing Transaction) throws -> Void
    let fire: @Sendable (Timer, Kernel.Call, borrowing Transaction) throws -> Void
    let arns: @Sendable ([NamedResource], OperationModel, Kernel.Call, borrowing Transaction) throws -> [ARN]
    let needsPermission: @Sendable (OperationModel) -> Bool
    let conditionKeys: @Sendable (any Shape, OperationModel, Kernel.Call) -> [String: [String]]
    let owner: @Sendable (ARN, borrowing Transaction) throws -> String?
    let resourcePolicy: @Sendable (ARN, borrowing Transaction) throws -> String?

    init<S: Service>(_ service: S) {
        model = S.model
        namespace = S.namespace
        migrations = S.migrations
        resourceTypes = S.resourceTypes
        routes = service.routes
        start = { try await service.start(in: $0) }
        receive = { try service.receive($0, $1, in: $2) }
        fire = { try service.fire($0, $1, in: $2) }
        arns = { try service.arns(of: $0, action: $1, $2, in: $3) }
        needsPermission = { service.needsPermission(for: $0) }
        conditionKeys = { service.conditionKeys(of: $0, action: $1, $2) }
        owner = { try service.owner(of: $0, in: $1) }
        resourcePolicy = { try service.resourcePolicy(of: $0, in: $1) }
        var actions: [String: RegisteredAction] = [:]
        for action in S.actions {
            actions[action.operation.name] = RegisteredAction(service: service, action: action)
        }
        self.actions = actions
    }
}

/// An operation bound to the service that answers it.
public struct RegisteredAction: Sendable {
    public let service: ServiceModel
    public let operation: OperationModel
    public let prepare: @Sendable (borrowing RequestParts, WireProtocol) throws(WireError) -> ReadyCall

    init<S: Service>(service: S, action: Action<S>) {
        self.service = S.model
        operation = action.operation
        prepare = { parts, wireProtocol throws(WireError) in
            let prepared = try action.prepare(parts, wireProtocol)
            return ReadyCall(input: prepared.input, resources: prepared.resources) { call in
                try await prepared.run(service, call)
            }
        }
    }
}

/// A decoded request that waits for permission to run.
public struct ReadyCall: Sendable {
    public let input: any Shape
    public let resources: [NamedResource]
    public let run: @Sendable (Kernel.Call) async throws -> any Shape
}

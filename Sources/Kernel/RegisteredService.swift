internal import Store
public import Wire

/// A service as the kernel holds it: type erased, its actions in a table by name.
public final class RegisteredService: Sendable {
    public let model: ServiceModel
    public let actions: [String: RegisteredAction]
    public let resourceTypes: [ResourceType]
    public let routes: [Route]
    /// Whether the service has something to say to pages of other origins.
    public let answersCrossOrigin: Bool
    /// The header fields that allow a request of a page of another origin.
    public let crossOrigin: @Sendable (CrossOriginRequest) async throws -> [(name: String, value: String)]
    let namespace: String
    let blobOwners: [BlobOwner]
    let migrations: [Migration]
    let start: @Sendable (Background) async throws -> Void
    let receive: @Sendable (Delivery, Kernel.Call, borrowing Transaction) throws -> Void
    let copyTaker: @Sendable (Delivery, Kernel.Call) -> (any CopyTaker)?
    let settled: @Sendable (Delivery, DeliveryEnding, Kernel.Call, borrowing Transaction) throws -> Void
    let postponed: @Sendable (Delivery, DeliveryFailure, Kernel.Call, borrowing Transaction) throws -> Void
    let ask: @Sendable (Delivery, Kernel.Call) async throws -> [UInt8]
    let receiveUndoesItself: Bool
    let fire: @Sendable (Timer, Kernel.Call, borrowing Transaction) throws -> Void
    let explain: @Sendable (Step, [Step], borrowing Transaction) throws -> [Finding]
    let whereabouts: @Sendable (Whereabouts, borrowing Transaction) throws -> [Finding]
    let takers: @Sendable (String, borrowing Transaction) throws -> [Finding]
    let arns: @Sendable ([NamedResource], OperationModel, Kernel.Call) -> [ARN]
    let completed: @Sendable (ARN, borrowing Transaction) throws -> ARN
    let resourcePolicy: @Sendable (ARN, borrowing Transaction) throws -> String?

    init<S: Service>(_ service: S, metrics: Metrics) {
        model = S.model
        namespace = S.namespace
        blobOwners = S.blobOwners
        migrations = S.migrations
        resourceTypes = S.resourceTypes
        routes = service.routes
        answersCrossOrigin = S.answersCrossOrigin
        crossOrigin = { try await service.crossOrigin($0) }
        start = { try await service.start(in: $0) }
        receive = { try service.receive($0, $1, in: $2) }
        copyTaker = { service.copyTaker(of: $0, $1) }
        settled = { try service.settled($0, $1, $2, in: $3) }
        postponed = { try service.postponed($0, $1, $2, in: $3) }
        ask = { try await service.ask($0, $1) }
        receiveUndoesItself = S.receiveUndoesItself
        fire = { try service.fire($0, $1, in: $2) }
        explain = { try service.explain($0, among: $1, in: $2) }
        whereabouts = { try service.whereabouts($0, in: $1) }
        takers = { try service.takers(of: $0, in: $1) }
        arns = { service.arns(of: $0, action: $1, $2) }
        completed = { try service.completed($0, in: $1) }
        resourcePolicy = { try service.resourcePolicy(of: $0, in: $1) }
        var actions: [String: RegisteredAction] = [:]
        for action in S.actions {
            actions[action.operation.name] = RegisteredAction(
                service: service, action: action,
                meter: metrics.meter(service: S.model.name, operation: action.operation.name))
        }
        self.actions = actions
    }
}

/// An operation bound to the service that answers it.
public final class RegisteredAction: Sendable {
    public let service: ServiceModel
    public let operation: OperationModel
    /// Counts its requests.
    public let meter: RequestMeter
    /// Whether it does little besides one transaction.
    public let isShort: Bool
    /// Whether it waits for something to happen, and stops when its caller goes away.
    public let isWaiting: Bool
    /// Whether it decides itself on what its caller may do.
    public let isDeciding: Bool
    public let prepare: @Sendable (borrowing RequestParts, WireProtocol) throws(WireError) -> ReadyCall

    /// The way without a task, where there is one.
    public let shortPath: ShortPath?
    /// Answers a request.
    public let bound: BoundAction<Kernel.Call>

    init<S: Service>(service: S, action: Action<S>, meter: RequestMeter) {
        self.service = S.model
        operation = action.operation
        self.meter = meter
        shortPath = service.shortPath(of: action.operation.name)
        bound = action.bind(service)
        isShort = S.shortOperations.contains(action.operation.name)
        isDeciding = S.decidingOperations.contains(action.operation.name)
        isWaiting = S.waitingOperations.contains(action.operation.name)
        prepare = { parts, wireProtocol throws(WireError) in
            ReadyCall(service: service, prepared: try action.prepare(parts, wireProtocol))
        }
    }
}

/// A decoded request that waits for permission to run.
public struct ReadyCall: Sendable {
    public let input: any Shape
    public let run: @Sendable (Kernel.Call) async throws -> any Shape
    private let name: @Sendable (any Shape) -> [NamedResource]

    /// What the input names, for authorisation.
    public var resources: [NamedResource] { name(input) }

    init<S: Service>(service: S, prepared: PreparedCall<S>) {
        input = prepared.input
        let method = prepared.run
        run = { call in try await method(service, call) }
        name = prepared.name
    }
}

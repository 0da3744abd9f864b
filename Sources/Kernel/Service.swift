public import Store
public import Wire

/// One AWS service: its interface, and what it does besides answering calls.
///
/// A service knows the kernel and nothing else; it meets other services by ARN.
public protocol Service: Interface where Call == Kernel.Call {
    /// Prefix of the service's tables and name of its migrations, for example `sqs`.
    static var namespace: String { get }
    /// The tables of the service, oldest change first.
    static var migrations: [Migration] { get }

    init(kernel: Kernel)

    /// Begins background duties as children of `background`; called once, after migrations and before
    /// requests.
    func start(in background: Background) async throws

    /// The ARNs of what a request names, for authorisation. Empty stands for `*`.
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN]

    /// The whole ARN of what a request names by a part of it, for example a user without its path.
    func completed(_ arn: ARN, in tx: borrowing Transaction) throws -> ARN

    /// The policy attached to a resource, as JSON.
    func resourcePolicy(of arn: ARN, in tx: borrowing Transaction) throws -> String?

    /// Takes in what another service sent, in the transaction that ends the delivery.
    ///
    /// Throw a `DeliveryFailure` for what a retry may or cannot heal.
    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws

    /// What takes the copies of a message for resources of the service in one go; nil, as it is by default,
    /// where each must come by `receive`. The delivery has neither target nor payload, the call is the one
    /// that copies arrive by.
    func copyTaker(of shared: Delivery, _ call: Call) -> (any CopyTaker)?

    /// Hears how a delivery of the service's own that bears `feedback` ended, in the transaction in which it
    /// does.
    func settled(
        _ delivery: Delivery, _ ending: DeliveryEnding, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws

    /// Hears that an attempt at a delivery of the service's own that bears `feedback` failed and that another
    /// one will follow, in the transaction that arranges it.
    func postponed(
        _ delivery: Delivery, _ failure: DeliveryFailure, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws

    /// Takes a delivery to one of the service's resources and waits for what comes back, for example from an
    /// API destination; throws a `DeliveryFailure` where there is no good answer.
    func ask(_ delivery: Delivery, _ call: Call) async throws -> [UInt8]

    /// Whether `receive` leaves nothing changed in the database when it throws, so that nothing need be set
    /// up around it to undo what it did: a delivery then costs half.
    static var receiveUndoesItself: Bool { get }

    /// Does what was scheduled for now.
    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws

    /// What the service can say about a step of its own besides its outcomes: why something that might have
    /// come of it did not. `steps` are all steps of the flow.
    func explain(_ step: Step, among steps: [Step], in tx: borrowing Transaction) throws -> [Finding]

    /// Where something is now that a resource of the service was given; nothing when it does not know the
    /// name.
    func whereabouts(_ question: Whereabouts, in tx: borrowing Transaction) throws -> [Finding]

    /// Who of the service takes what waits in a resource of another one, and what keeps them from it.
    func takers(of arn: String, in tx: borrowing Transaction) throws -> [Finding]

    /// The resource types that the service brings to CloudFormation, tagging and the console.
    static var resourceTypes: [ResourceType] { get }

    /// The tables whose rows name blobs: one that none of them names is removed after a crash.
    static var blobOwners: [BlobOwner] { get }

    /// What `apus verify` checks besides the store's structure and the blobs.
    static var checks: [StoreCheck] { get }

    /// Operations that do little besides one transaction, which takes microseconds: they run on the event
    /// loop of their connection instead of a thread of their own. They must not compute long or block.
    static var shortOperations: Set<String> { get }

    /// Operations that wait for something to happen. Their task is cancelled when the caller goes away;
    /// they must then take nothing on its behalf.
    static var waitingOperations: Set<String> { get }

    /// Operations that decide themselves whether their caller may do what it asks, because that takes more
    /// than policies and the resources that the input names, or because everybody may.
    static var decidingOperations: Set<String> { get }

    /// The way without a task of a short operation that is asked for very often; nil for all others.
    func shortPath(of operation: String) -> ShortPath?

    /// Whether the service has something to say to pages of other origins.
    static var answersCrossOrigin: Bool { get }

    /// The header fields that allow a request of a page of another origin; throws the refusal of a preflight.
    func crossOrigin(_ request: CrossOriginRequest) async throws -> [(name: String, value: String)]

    /// HTTP requests that are no API calls: hosts and paths that belong to the service.
    var routes: [Route] { get }
}

extension Service {
    public static var migrations: [Migration] { [] }
    public static var resourceTypes: [ResourceType] { [] }
    public static var blobOwners: [BlobOwner] { [] }
    public static var checks: [StoreCheck] { [] }
    public static var receiveUndoesItself: Bool { false }
    public static var shortOperations: Set<String> { [] }
    public static var waitingOperations: Set<String> { [] }
    public static var decidingOperations: Set<String> { [] }
    public static var answersCrossOrigin: Bool { false }
    public var routes: [Route] { [] }

    public func shortPath(of operation: String) -> ShortPath? { nil }

    public func crossOrigin(
        _ request: CrossOriginRequest
    ) async throws -> [(name: String, value: String)] { [] }

    public func start(in background: Background) async throws {}

    public func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        resources.compactMap { ARN($0.value) }
    }

    public func completed(_ arn: ARN, in tx: borrowing Transaction) throws -> ARN { arn }

    public func resourcePolicy(of arn: ARN, in tx: borrowing Transaction) throws -> String? { nil }

    public func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        throw DeliveryFailure.permanent(
            code: "INVALID_TARGET", message: "\(delivery.target) does not accept deliveries.")
    }

    public func copyTaker(of shared: Delivery, _ call: Call) -> (any CopyTaker)? { nil }

    public func settled(
        _ delivery: Delivery, _ ending: DeliveryEnding, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {}

    public func postponed(
        _ delivery: Delivery, _ failure: DeliveryFailure, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {}

    public func ask(_ delivery: Delivery, _ call: Call) async throws -> [UInt8] {
        throw DeliveryFailure.permanent(
            code: "INVALID_TARGET", message: "\(delivery.target) gives no answers.")
    }

    public func explain(
        _ step: Step, among steps: [Step], in tx: borrowing Transaction
    ) throws -> [Finding] { [] }

    public func whereabouts(
        _ question: Whereabouts, in tx: borrowing Transaction
    ) throws -> [Finding] { [] }

    public func takers(of arn: String, in tx: borrowing Transaction) throws -> [Finding] { [] }

    public func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {}
}

/// What the server's catalogue lists: a service, before it is made.
public struct ServiceDescriptor: Sendable {
    /// The prefix of the service's ARNs and IAM actions, for example `sqs`.
    public let name: String
    let make: @Sendable (Kernel) -> RegisteredService
    /// The tables whose rows name blobs.
    public let blobOwners: [BlobOwner]
    /// What a verification checks of the service's rows.
    public let checks: [StoreCheck]
    /// Prefix of the service's tables and name of its migrations.
    public let namespace: String
    /// Number of the newest migration.
    public let schemaNumber: Int

    public init<S: Service>(_ type: S.Type) {
        name = S.model.name
        blobOwners = S.blobOwners
        checks = S.checks
        namespace = S.namespace
        schemaNumber = S.migrations.last?.number ?? 0
        make = { kernel in RegisteredService(S(kernel: kernel), metrics: kernel.metrics) }
    }
}

/// The operations of one service, generic over what travels beside the input: the kernel's `Call` on a
/// server, options on a client.
///
/// `<Service>Interface` refines this with one method per operation, each with a default that throws
/// `NotImplemented`.
public protocol Interface: Sendable {
    associatedtype Call: Sendable

    static var model: ServiceModel { get }
    /// The operations in scope, each bound to its method.
    static var actions: [Action<Self>] { get }
}

/// One operation of a service: its facts, and how to get from a request to the method that answers it.
public struct Action<S: Interface>: Sendable {
    public let operation: OperationModel
    /// Reads the input of a request and binds it to the method, without running it.
    ///
    /// Decoding and handling are apart because authorisation stands between them.
    public let prepare: @Sendable (borrowing RequestParts, WireProtocol) throws(WireError) -> PreparedCall<S>

    public init<I: Shape, O: Shape>(
        _ operation: OperationModel,
        resources: @escaping @Sendable (I) -> [NamedResource] = { _ in [] },
        _ method: @escaping @Sendable (S) -> @Sendable (I, S.Call) async throws -> O
    ) {
        self.operation = operation
        let name: @Sendable (any Shape) -> [NamedResource] = { ($0 as? I).map(resources) ?? [] }
        prepare = { parts, wireProtocol throws(WireError) in
            let input = try wireProtocol.decode(I.self, from: parts, for: operation)
            return PreparedCall(input: input, name: name) { service, call in
                try await method(service)(input, call)
            }
        }
    }
}

/// A decoded request that waits for permission to run.
public struct PreparedCall<S: Interface>: Sendable {
    public let input: any Shape
    /// What the input names, by the overlay's resource kinds, for authorisation and audit.
    public var resources: [NamedResource] { name(input) }
    /// Names what an input names; called only when somebody asks, for without authorisation nobody does.
    public let name: @Sendable (any Shape) -> [NamedResource]
    public let run: @Sendable (S, S.Call) async throws -> any Shape
}

/// A resource as an input names it: `QueueUrl` → kind `queue`, value `http://…/orders`.
public struct NamedResource: Sendable, Equatable {
    public let kind: String
    public let value: String

    public init(kind: String, value: String) {
        self.kind = kind
        self.value = value
    }
}

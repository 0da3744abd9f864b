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
    /// Binds the operation to the service that answers it.
    public let bind: @Sendable (S) -> BoundAction<S.Call>

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
        bind = { service in
            let method = method(service)
            return BoundAction { request, call, permit in
                let input: I
                do throws(WireError) {
                    input = try request.wireProtocol.decode(I.self, from: request.parts, for: operation)
                } catch {
                    throw S.model.failure(for: error, request.wireProtocol, operation: operation)
                }
                if let permit { try await permit(resources(input)) }
                let output = try await method(input, call)
                return request.wireProtocol.encode(
                    output, for: operation, of: S.model, requestID: request.id)
            }
        }
    }
}

/// An operation of a service that is there, from a request's parts to the answer's in one go: what a request
/// is read into and answered with stays in its own type all the way.
public struct BoundAction<Call: Sendable>: Sendable {
    /// A request in one of the protocols.
    public struct Request: Sendable {
        public let parts: RequestParts
        public let wireProtocol: WireProtocol
        public let id: String

        public init(parts: RequestParts, wireProtocol: WireProtocol, id: String) {
            self.parts = parts
            self.wireProtocol = wireProtocol
            self.id = id
        }
    }

    /// Throws when the caller may not do this to the resources that the input names.
    public typealias Permit = @Sendable ([NamedResource]) async throws -> Void

    /// Decodes, asks for permission if there is anybody to ask, handles and encodes.
    public let answer: @Sendable (Request, Call, Permit?) async throws -> ResponseParts
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

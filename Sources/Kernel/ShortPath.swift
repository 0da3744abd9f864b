public import Wire

/// A way through an operation without a task: what comes before and after its one transaction runs on the
/// event loop of the request.
///
/// It sees well-formed, plain requests only and declines all others, which then go the long way; so it
/// need not know how to say what is wrong. Both ways answer with the same bytes.
public struct ShortPath: Sendable {
    public typealias Request = BoundAction<Kernel.Call>.Request
    /// Makes the answer, or throws what the transaction threw; called on the request's event loop.
    public typealias Answer = @Sendable () throws -> ResponseParts

    /// Reads a request and hands its transaction to the writer; false means that it was declined and
    /// nothing was done. Otherwise the last parameter is called once, on any thread, when the transaction
    /// is durable or lost.
    public let begin: @Sendable (Request, Kernel.Call, @escaping @Sendable (@escaping Answer) -> Void) -> Bool

    /// `handle` checks an input and begins its transaction; it answers false, or throws, to decline before
    /// anything was begun.
    ///
    /// Who sets `isChecked` to false gets inputs as they were sent, with every required member but not held
    /// against the model's constraints, and declines what could break them: walking an input costs as much
    /// as reading it.
    public init<I: Shape, O: Shape>(
        _ operation: OperationModel, of service: ServiceModel, isChecked: Bool = true,
        _ handle: @escaping @Sendable (
            I, Kernel.Call, @escaping @Sendable (@escaping @Sendable () throws -> O) -> Void
        ) throws -> Bool
    ) {
        begin = { request, call, done in
            let (wireProtocol, id) = (request.wireProtocol, request.id)
            do {
                let input =
                    isChecked
                    ? try wireProtocol.decode(I.self, from: request.parts, for: operation)
                    : try wireProtocol.read(I.self, from: request.parts, for: operation)
                return try handle(input, call) { output in
                    done {
                        wireProtocol.encode(try output(), for: operation, of: service, requestID: id)
                    }
                }
            } catch {
                return false
            }
        }
    }
}

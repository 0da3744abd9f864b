public import Wire

extension Kernel.Call {
    /// How many services a call may pass through before it is taken for a loop.
    public static let depthMax = 16

    /// Calls an operation of any service by name, with the caller's identity and permissions, JSON in and
    /// out.
    ///
    /// `action` is `service:Operation`, for example `sqs:SendMessage`; members are spelled as in the service
    /// model.
    public func invoke(_ action: String, _ input: JSON) async throws -> JSON {
        try await invoke(action, input, as: self)
    }

    /// The same on behalf of another principal, for example the role that a target was given.
    public func invoke(_ action: String, _ input: JSON, as call: Kernel.Call) async throws -> JSON {
        try JSON(parsing: try await answer(action, input, as: call).output.json())
    }

    /// Calls an operation whose answer is a stream, such as `s3:GetObject`; nil when it has none.
    public func stream(_ action: String, _ input: JSON) async throws -> BodyStream? {
        let (output, operation, service) = try await answer(action, input, as: self)
        // The protocol takes the streamed member out of the answer; which protocol does not matter here.
        return WireProtocol.restJson.encode(output, for: operation, of: service, requestID: requestID).stream
    }

    private func answer(
        _ action: String, _ input: JSON, as call: Kernel.Call
    ) async throws -> (output: any Shape, operation: OperationModel, service: ServiceModel) {
        let parts = action.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let service = kernel.service(String(parts[0])) else {
            throw CommonFailure.invalidAction(action)
        }
        guard let registered = service.actions[String(parts[1])] else {
            throw NotImplemented(String(parts[1]))
        }
        guard call.depth < Self.depthMax else {
            throw CommonFailure("LoopDetected", "\(action) was reached through \(call.depth) services.")
        }
        let ready: ReadyCall
        do throws(WireError) {
            ready = try registered.prepare(RequestParts(body: input.utf8), .awsJson1_1)
        } catch {
            throw service.model.failure(for: error, .awsJson1_1)
        }
        let inner = Kernel.Call(
            kernel: kernel, scope: call.scope, principal: call.principal,
            operation: registered.operation.name,
            requestID: call.requestID, trace: call.trace, endpoint: call.endpoint, sourceIP: call.sourceIP,
            userAgent: call.userAgent, source: call.origin.source, depth: call.depth + 1)
        try await kernel.authorise(registered, ready, inner)
        return (try await ready.run(inner), registered.operation, service.model)
    }
}

internal import Kernel
internal import Logging
internal import Store
internal import Wire

/// A request of a service's API from its first byte to its answer: each step is a type of its own.
///
/// Read the head, find the action, authenticate, read the body, decode, authorise, handle, encode, record.
final class RequestPath: Sendable {
    let kernel: Kernel
    let finder: FindAction
    private let authenticate: Authenticate

    init(kernel: Kernel) {
        self.kernel = kernel
        finder = FindAction(directory: ServiceDirectory(kernel.services))
        authenticate = Authenticate(kernel: kernel)
    }

    /// Whether the body of the request with this head is read while it comes.
    func streams(_ head: RequestHead) -> Bool { finder.streams(head) }

    /// The operation of a request, and the head as its service reads it.
    func find(_ request: HTTPRequest, _ head: inout RequestHead) throws(FindAction.Refusal) -> FoundAction {
        let body: [UInt8] = if case .bytes(let bytes) = request.body { bytes } else { [] }
        return try finder.find(&head, body: body)
    }

    /// Whether a request is answered on its event loop: one of a short operation with a small body.
    func isShort(_ request: HTTPRequest, _ found: FoundAction) -> Bool {
        guard found.action.isShort, case .bytes(let body) = request.body else { return false }
        return body.count <= Self.shortBodySizeMax
    }

    /// Bytes of a body beyond which decoding it would hold up the others of its event loop.
    static let shortBodySizeMax = 65_536

    /// Takes a request the way without a task, if its operation has one and does not decline: then `send` is
    /// called once with the answer, on the event loop.
    func begin(
        _ received: HTTPBody, _ head: RequestHead, _ found: FoundAction, on executor: LoopExecutor,
        _ send: @escaping @Sendable (HTTPResponse) -> Void
    ) -> Bool {
        guard let path = found.action.shortPath, case .bytes(let body) = received,
            !head.headers.contains("content-encoding"), let identity = authenticate.known(head)
        else { return false }
        let watch = Stopwatch()
        let request = ShortPath.Request(
            parts: RequestParts(query: head.query, body: body), wireProtocol: found.wireProtocol,
            id: head.requestID)
        return path.begin(request, call(head, found, identity)) { answer in
            executor.execute {
                let parts: ResponseParts
                do {
                    parts = try answer()
                } catch {
                    parts = self.encode(error, found, head)
                }
                found.action.meter.record(status: parts.status, took: watch.elapsed)
                send(Framing.response(parts))
            }
        }
    }

    func answer(_ body: HTTPBody, _ head: RequestHead, _ found: FoundAction) async -> HTTPResponse {
        let watch = Stopwatch()
        var parts: ResponseParts
        do {
            parts = try await handle(body, head, found)
        } catch {
            parts = encode(error, found, head)
        }
        if found.service.answersCrossOrigin, let origin = head.headers.first("origin") {
            parts.headers += await crossOrigin(origin, found.service, finder.located(head, found.service))
        }
        found.action.meter.record(status: parts.status, took: watch.elapsed)
        return Framing.response(parts)
    }

    private func handle(
        _ received: HTTPBody, _ head: RequestHead, _ found: FoundAction
    ) async throws -> ResponseParts {
        let body: [UInt8] = if case .bytes(let bytes) = received { bytes } else { [] }
        let identity = try await authenticate.identify(head, found, body: body)
        var parts = RequestParts(query: head.query, labels: found.labels, headers: [])
        if found.wireProtocol.readsHeaders { parts.headers = Array(head.headers) }
        if case .stream(let reader) = received {
            parts.stream = try ReadBody.stream(reader, head, identity)
        } else if found.action.operation.streamsInput {
            parts.stream = .whole(try ReadBody.whole(body, head, identity))
        } else {
            parts.body = try ReadBody.whole(body, head, identity)
        }
        if found.wireProtocol == .awsQuery { QueuePath.complete(&parts, head, found) }
        let call = call(head, found, identity)
        return try await found.action.bound.answer(
            .init(parts: parts, wireProtocol: found.wireProtocol, id: head.requestID), call,
            kernel.permit(found.action, call))
    }

    private func call(
        _ head: RequestHead, _ found: FoundAction, _ identity: Authenticate.Identity
    ) -> Kernel.Call {
        Kernel.Call(
            kernel: kernel, scope: identity.scope, principal: identity.principal,
            operation: found.action.operation.name, origin: head)
    }

    /// The answer to a request that no operation takes.
    func refuse(_ refusal: FindAction.Refusal, _ head: RequestHead) -> HTTPResponse {
        guard let service = refusal.service else {
            return Framing.plain(refusal.failure, requestID: head.requestID)
        }
        return Framing.response(
            refusal.wireProtocol.encode(
                failure: refusal.failure, of: service.model, requestID: head.requestID,
                queryCompatible: head.headers.contains("x-amzn-query-mode")))
    }

    private func encode(_ error: any Error, _ found: FoundAction, _ head: RequestHead) -> ResponseParts {
        found.wireProtocol.encode(
            failure: failure(for: error, found, head), of: found.service.model, requestID: head.requestID,
            queryCompatible: head.headers.contains("x-amzn-query-mode"))
    }

    private func failure(for error: any Error, _ found: FoundAction, _ head: RequestHead) -> any Failure {
        switch error {
        case let failure as CommonFailure where failure.code == "AccessDenied":
            return Denial(failure.message, found)
        case let failure as any Failure:
            return failure
        case is HTTPBodyError:
            return CommonFailure("IncompleteBody", "The request body ended before its announced length.")
        case StoreError.full:
            return CommonFailure.serviceUnavailable("The disk is full; nothing was changed.")
        case StoreError.busy, StoreError.closed, StoreError.failed:
            kernel.log.error("\(found.action.operation.name) [\(head.requestID)]: \(error)")
            return CommonFailure.serviceUnavailable("The store does not take requests now.")
        default:
            kernel.log.error("\(found.action.operation.name) [\(head.requestID)]: \(error)")
            kernel.metrics.count("apus_faults_total", service: found.service.model.name)
            return CommonFailure.internalFailure(requestID: head.requestID)
        }
    }
}

extension WireProtocol {
    /// Whether operations bind input to header fields.
    var readsHeaders: Bool { self == .restJson || self == .restXml }
}

extension BodyStream {
    /// A body that is in memory already.
    static func whole(_ bytes: [UInt8]) -> BodyStream {
        let once = Once(bytes)
        return BodyStream(length: bytes.count) { once.take() }
    }
}

/// Old clients of SQS name the queue by the path they post to instead of a parameter.
enum QueuePath {
    static func complete(_ parts: inout RequestParts, _ head: RequestHead, _ found: FoundAction) {
        guard head.path.utf8.count > 1, found.service.model.name == "sqs",
            !parts.body.isEmpty || !parts.query.isEmpty
        else { return }
        let form = parts.body.isEmpty ? parts.query : String(decoding: parts.body, as: UTF8.self)
        guard !form.hasPrefix("QueueUrl="), !form.contains("&QueueUrl=") else { return }
        parts.body = Array("\(form)&QueueUrl=\(PercentCoding.encode(head.endpoint + head.path))".utf8)
    }
}

public import Kernel
internal import Synchronization
internal import Wire

/// Answers every HTTP request of the server: calls of the services' APIs, their other routes, and its own
/// control.
public final class Gateway: HTTPResponder {
    private let kernel: Kernel
    private let path: RequestPath
    private let routes: RouteTable
    private let control: Control

    /// Makes the gateway once all services are installed.
    public init(kernel: Kernel) {
        self.kernel = kernel
        path = RequestPath(kernel: kernel)
        routes = RouteTable(kernel: kernel)
        control = Control(kernel: kernel)
    }

    public func respond(to request: HTTPRequest, reply: HTTPReply) {
        if Control.owns(request.head) {
            Task { reply.send(await control.answer(request)) }
            return
        }
        var head = RequestHead(request, kernel: kernel)
        if let route = routes.route(head) {
            return run(reply) { [head] in await self.routes.answer(request, head, route) }
        }
        if let service = path.serviceOfPreflight(head) {
            return run(reply) { [head] in await self.path.preflight(head, service) }
        }
        let found: FoundAction
        do throws(FindAction.Refusal) {
            found = try path.find(request, &head)
        } catch {
            return reply.send(path.refuse(error, head))
        }
        answer(request, head, found, reply)
    }

    private func answer(
        _ request: HTTPRequest, _ head: RequestHead, _ found: FoundAction, _ reply: HTTPReply
    ) {
        let body = request.body
        guard let executor = reply.executor, path.isShort(request, found) else {
            return run(reply) { await self.path.answer(body, head, found) }
        }
        kernel.time.activity.begin()
        let isBegun = path.begin(body, head, found, on: executor) { [kernel] response in
            reply.send(response)
            kernel.time.activity.end()
        }
        if isBegun { return }
        let task = Task.immediate(executorPreference: executor) {
            reply.send(await path.answer(body, head, found))
            kernel.time.activity.end()
        }
        if found.action.isWaiting { reply.whenLost { task.cancel() } }
    }

    private func run(_ reply: HTTPReply, _ answer: @escaping @Sendable () async -> HTTPResponse) {
        kernel.time.activity.begin()
        Task {
            reply.send(await answer())
            kernel.time.activity.end()
        }
    }

    public func wantsStream(_ head: HTTPRequestHead) -> Bool {
        // Requests that name their operation by a target are never streamed, and are most of all.
        if head.pathBytes.count == 1, head.headers.contains("x-amz-target") { return false }
        let head = RequestHead(head)
        if let route = routes.route(head) { return route.streams }
        return path.streams(head)
    }

    public func response(to refusal: HTTPRefusal, head: HTTPRequestHead?) -> HTTPResponse {
        guard refusal == .bodyTooLarge else { return HTTPResponse(status: refusal.status) }
        let text =
            "{\"__type\":\"RequestEntityTooLargeException\",\"message\":\"The request body is larger than "
            + "HTTPLimits.bufferedBodySizeMax allows.\"}"
        return HTTPResponse(
            status: refusal.status, headers: ["Content-Type": "application/x-amz-json-1.1"],
            body: .bytes(Array(text.utf8)))
    }
}

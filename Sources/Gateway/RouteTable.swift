internal import Kernel
internal import Logging
internal import Wire

/// The routes of the services: requests that are no calls of an API.
struct RouteTable: Sendable {
    private let kernel: Kernel
    private let authenticate: Authenticate
    private let byPath: [(prefix: String, part: String, route: Route)]
    private let byHost: [Route]

    init(kernel: Kernel) {
        self.kernel = kernel
        authenticate = Authenticate(kernel: kernel)
        var byPath: [(prefix: String, part: String, route: Route)] = []
        var byHost: [Route] = []
        for route in kernel.services.flatMap(\.routes) {
            switch route.match {
            case .path(let prefix): byPath.append((prefix, "", route))
            case .pathWith(let prefix, let part): byPath.append((prefix, part, route))
            case .host: byHost.append(route)
            }
        }
        self.byPath = byPath
        self.byHost = byHost
    }

    func route(_ head: RequestHead) -> Route? {
        if head.isForServerItself { return nil }
        if head.path.utf8.count > 1 {
            for (prefix, part, route) in byPath where head.path.hasPrefix(prefix) {
                if part.isEmpty || head.path.contains(part) { return route }
            }
        }
        for route in byHost {
            if case .host(let matches) = route.match, matches(head.host) { return route }
        }
        return nil
    }

    func answer(_ request: HTTPRequest, _ head: RequestHead, _ route: Route) async -> HTTPResponse {
        var parts = RequestParts(query: head.query, headers: Array(head.headers))
        switch request.body {
        case .bytes(let bytes): parts.body = bytes
        case .stream(let reader): parts.stream = BodyStream(length: reader.length) { try await reader.next() }
        }
        let routed = RouteRequest(
            method: head.method, path: head.rawPath, host: head.host, parts: parts, endpoint: head.endpoint,
            sourceIP: head.sourceIP, requestID: head.requestID,
            identify: { [authenticate, body = parts.body] name in
                try await authenticate.caller(head, signingName: name, body: body)
            })
        do {
            return Framing.response(try await route.respond(routed, kernel))
        } catch let failure as any Failure {
            return Framing.plain(failure, requestID: head.requestID)
        } catch {
            kernel.log.error("\(head.method) \(head.path) [\(head.requestID)]: \(error)")
            return Framing.plain(
                CommonFailure.internalFailure(requestID: head.requestID), requestID: head.requestID)
        }
    }
}

internal import Gateway
internal import Synchronization

/// Holds the port while the server starts, so that a taken port is found before anything is opened, and the
/// endpoint is known to the services.
final class LateResponder: HTTPResponder {
    private let responder = Mutex<(any HTTPResponder)?>(nil)

    func set(_ responder: any HTTPResponder) {
        self.responder.withLock { $0 = responder }
    }

    func respond(to request: HTTPRequest, reply: HTTPReply) {
        guard let responder = responder.withLock({ $0 }) else {
            return reply.send(HTTPResponse(status: 503, headers: ["Retry-After": "1"]))
        }
        responder.respond(to: request, reply: reply)
    }

    func wantsStream(_ head: HTTPRequestHead) -> Bool {
        responder.withLock { $0 }?.wantsStream(head) ?? false
    }

    func response(to refusal: HTTPRefusal, head: HTTPRequestHead?) -> HTTPResponse {
        responder.withLock { $0 }?.response(to: refusal, head: head) ?? HTTPResponse(status: refusal.status)
    }
}

internal import Gateway
internal import Synchronization

/// Holds the port while the server starts, so that a taken port is found before anything is opened, and the
/// endpoint is known to the services.
final class LateResponder: HTTPResponder {
    private final class Holder: Sendable {
        let responder: any HTTPResponder

        init(responder: any HTTPResponder) {
            self.responder = responder
        }
    }

    private let holder = AtomicLazyReference<Holder>()

    /// Hands all requests to `responder` from now on; the first one counts.
    func set(_ responder: any HTTPResponder) {
        _ = holder.storeIfNil(Holder(responder: responder))
    }

    func respond(to request: HTTPRequest, reply: HTTPReply) {
        guard let holder = holder.load() else {
            return reply.send(HTTPResponse(status: 503, headers: ["Retry-After": "1"]))
        }
        holder.responder.respond(to: request, reply: reply)
    }

    func wantsStream(_ head: HTTPRequestHead) -> Bool {
        holder.load()?.responder.wantsStream(head) ?? false
    }

    func response(to refusal: HTTPRefusal, head: HTTPRequestHead?) -> HTTPResponse {
        holder.load()?.responder.response(to: refusal, head: head) ?? HTTPResponse(status: refusal.status)
    }
}

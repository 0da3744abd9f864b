import Synchronization

@testable import Gateway

/// Answers with a closure, and remembers what it was asked.
final class TestResponder: HTTPResponder {
    typealias Answer = @Sendable (HTTPRequest, HTTPReply) -> Void

    private let answer: Answer
    private let streams: @Sendable (HTTPRequestHead) -> Bool
    private let seen = Mutex<[String]>([])

    init(streams: @escaping @Sendable (HTTPRequestHead) -> Bool = { _ in false }, answer: @escaping Answer) {
        self.streams = streams
        self.answer = answer
    }

    /// Answers every request with 200 and its body.
    convenience init() {
        self.init { request, reply in
            guard case .bytes(let bytes) = request.body else { return }
            reply.send(HTTPResponse(status: 200, body: .bytes(bytes)))
        }
    }

    /// Each request as text: what the client meant, by this server.
    var requests: [String] { seen.withLock { $0 } }

    func wantsStream(_ head: HTTPRequestHead) -> Bool { streams(head) }

    func respond(to request: HTTPRequest, reply: HTTPReply) {
        seen.withLock { $0.append(Self.describe(request)) }
        answer(request, reply)
    }

    static func describe(_ request: HTTPRequest) -> String {
        var text = "\(request.method) \(request.target)\n"
        for (name, value) in request.headers { text += "\(name)=\(value)\n" }
        if case .bytes(let bytes) = request.body { text += "body \(bytes)\n" }
        for (name, value) in request.trailers { text += "trailer \(name)=\(value)\n" }
        return text
    }
}

import Testing

@testable import Gateway

@Suite("Clients that go away")
struct LostClientTests {
    /// Counts the requests whose client went away before they were answered.
    private final class Losses: Sendable {
        let count = Locked(0)
        let replies = Locked<[HTTPReply]>([])

        var responder: TestResponder {
            TestResponder { [self] _, reply in
                replies.withLock { $0.append(reply) }
                reply.whenLost { self.count.withLock { $0 += 1 } }
            }
        }

        var total: Int { count.withLock { $0 } }
        func answerAll() {
            for reply in replies.withLock({ $0 }) { reply.send(HTTPResponse(status: 200)) }
        }
    }

    private let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test("A request that waits is told when the connection is cut")
    func cut() throws {
        let losses = Losses()
        let connection = try TestConnection(losses.responder)
        try connection.send(request)
        #expect(losses.total == 0)
        connection.cut()
        #expect(losses.total == 1)
    }

    @Test("A client that closes its sending half counts as gone and is answered all the same")
    func halfClosed() throws {
        let losses = Losses()
        let connection = try TestConnection(losses.responder)
        try connection.send(request)
        connection.closeInput()
        #expect(losses.total == 1)
        losses.answerAll()
        #expect(try connection.received().hasPrefix("HTTP/1.1 200 OK"))
    }

    @Test("Every request of a pipeline is told, each once")
    func pipelined() throws {
        let losses = Losses()
        let connection = try TestConnection(losses.responder)
        try connection.send(request + request + request)
        connection.closeInput()
        connection.cut()
        #expect(losses.total == 3)
    }

    @Test("A request that was answered is told nothing")
    func answered() throws {
        let losses = Losses()
        let connection = try TestConnection(losses.responder)
        try connection.send(request)
        losses.answerAll()
        connection.closeInput()
        connection.cut()
        #expect(losses.total == 0)
    }
}

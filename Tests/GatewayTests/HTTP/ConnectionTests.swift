import Testing

@testable import Gateway

@Suite("Connections")
struct ConnectionTests {
    private func get(_ path: String, _ fields: String = "", version: String = "1.1") -> String {
        "GET \(path) HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n"
    }

    /// Keeps replies until the test answers them.
    private final class Holder: Sendable {
        let replies = Locked<[HTTPReply]>([])

        var responder: TestResponder {
            TestResponder { [replies] _, reply in replies.withLock { $0.append(reply) } }
        }

        func answer(_ index: Int, _ text: String) {
            let reply = replies.withLock { $0[index] }
            reply.send(HTTPResponse(status: 200, body: .bytes(Array(text.utf8))))
        }

        func forget() { replies.withLock { $0 = [] } }
    }

    @Test("A response is one write: head and body together")
    func oneWrite() throws {
        let connection = try TestConnection(TestResponder())
        try connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
        #expect(try connection.writes() == ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"])
        #expect(connection.isOpen)
    }

    @Test("Pipelined requests of one read are answered in one write, in order")
    func pipelinedWrite() throws {
        let responder = TestResponder { request, reply in
            reply.send(HTTPResponse(status: 200, body: .bytes(Array(request.path.utf8))))
        }
        let connection = try TestConnection(responder)
        try connection.send(get("/1") + get("/2") + get("/3"))
        let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
        #expect(try connection.writes() == ["\(ok)/1\(ok)/2\(ok)/3"])
    }

    @Test("Answers go out in the order of the requests, whatever order they come in")
    func answersInOrder() throws {
        let holder = Holder()
        let connection = try TestConnection(holder.responder)
        try connection.send(get("/1") + get("/2") + get("/3"))
        holder.answer(2, "c")
        holder.answer(1, "b")
        #expect(try connection.received() == "")
        holder.answer(0, "a")
        let ok = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
        #expect(try connection.received() == "\(ok)a\(ok)b\(ok)c")
    }

    @Test("Requests beyond the pipeline's depth wait until an answer is out")
    func pipelineDepth() throws {
        var limits = HTTPLimits()
        limits.pipelineDepthMax = 2
        let holder = Holder()
        let responder = holder.responder
        let connection = try TestConnection(responder, limits: limits)
        try connection.send(get("/1") + get("/2") + get("/3"))
        #expect(responder.requests.count == 2)
        holder.answer(0, "a")
        #expect(responder.requests.count == 3)
    }

    @Test("A client that takes no answers has no more of its requests looked at until it does")
    func unreadAnswers() throws {
        let responder = TestResponder()
        let connection = try TestConnection(responder)
        connection.setWritable(false)
        try connection.send(get("/1") + get("/2"))
        #expect(responder.requests.isEmpty)
        connection.setWritable(true)
        #expect(responder.requests.count == 2)
    }

    @Test("Only the first answer to a request counts")
    func oneAnswer() throws {
        let holder = Holder()
        let connection = try TestConnection(holder.responder)
        try connection.send(get("/"))
        holder.answer(0, "a")
        holder.answer(0, "b")
        #expect(try connection.received() == "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")
    }

    @Test("A request whose reply is forgotten is answered 500")
    func forgottenReply() throws {
        let holder = Holder()
        let connection = try TestConnection(holder.responder)
        try connection.send(get("/"))
        holder.forget()
        #expect(try connection.received().hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
    }

    @Test("Connection: close is obeyed, and what follows is not looked at")
    func connectionClose() throws {
        let responder = TestResponder()
        let connection = try TestConnection(responder)
        try connection.send(get("/", "Connection: foo, Close\r\n") + get("/2"))
        #expect(
            try connection.received() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        #expect(responder.requests.count == 1)
    }

    @Test("A response that asks for it closes the connection")
    func responseCloses() throws {
        let responder = TestResponder { _, reply in
            reply.send(HTTPResponse(status: 200, headers: ["connection": "close"]))
        }
        let connection = try TestConnection(responder)
        try connection.send(get("/"))
        #expect(
            try connection.received() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        #expect(!connection.isOpen)
    }

    @Test("An HTTP/1.0 connection is closed unless the client asks to keep it")
    func version10() throws {
        var connection = try TestConnection(TestResponder())
        try connection.send("GET / HTTP/1.0\r\n\r\n")
        #expect(try connection.received().contains("Connection: close\r\n"))
        #expect(!connection.isOpen)
        connection = try TestConnection(TestResponder())
        try connection.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
        #expect(try connection.received().contains("Connection: keep-alive\r\n"))
        #expect(connection.isOpen)
    }

    @Test("A client that closed its side still gets the answers that are due")
    func halfClosed() throws {
        let holder = Holder()
        let connection = try TestConnection(holder.responder)
        try connection.send(get("/"))
        connection.closeInput()
        #expect(connection.isOpen)
        holder.answer(0, "a")
        #expect(try connection.received().hasSuffix("\r\n\r\na"))
        #expect(!connection.isOpen)
    }

    @Test(
        "A client that closes its side within a request is dropped",
        arguments: ["GET / HT", "", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"])
    func closedWithinRequest(text: String) throws {
        let responder = TestResponder()
        let connection = try TestConnection(responder)
        if !text.isEmpty { try connection.send(text) }
        connection.closeInput()
        #expect(try connection.received() == "")
        #expect(!connection.isOpen)
        #expect(responder.requests.isEmpty)
    }

    @Test("100 Continue is sent once the body is wanted and the answers before are out")
    func expectContinue() throws {
        let holder = Holder()
        let connection = try TestConnection(holder.responder)
        try connection.send(
            get("/1") + "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n")
        #expect(try connection.received() == "")
        holder.answer(0, "a")
        #expect(try connection.received().hasSuffix("\r\n\r\naHTTP/1.1 100 Continue\r\n\r\n"))
        try connection.send("x")
        holder.answer(1, "b")
        #expect(try connection.received() == "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb")
    }

    @Test("A client that waits to send an empty body is told to go on, unless an answer has to come before")
    func emptyContinue() throws {
        let connection = try TestConnection(TestResponder())
        let put = "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n"
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        try connection.send(put)
        #expect(try connection.received() == "HTTP/1.1 100 Continue\r\n\r\n" + answer)
        let holder = Holder()
        let busy = try TestConnection(holder.responder)
        try busy.send(get("/1") + put)
        holder.answer(0, "a")
        holder.answer(1, "")
        #expect(try busy.received() == "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na" + answer)
    }

    @Test("A client whose body came along is not told to continue, nor is an HTTP/1.0 client")
    func noNeedToContinue() throws {
        let connection = try TestConnection(TestResponder())
        try connection.send("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nx")
        try connection.send("y")
        #expect(try connection.received() == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nxy")
        try connection.send("PUT / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        #expect(try connection.received() == "")
    }

    @Test("A refused body is answered at once, without 100 Continue")
    func refusedContinue() throws {
        var limits = HTTPLimits()
        limits.bufferedBodySizeMax = 1
        #expect(
            try TestConnection.status(
                of: "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n",
                limits: limits)
                == (413, true))
        let responder = TestResponder(streams: { _ in true }) { _, reply in
            reply.send(HTTPResponse(status: 403))
        }
        let connection = try TestConnection(responder)
        try connection.send("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        #expect(
            try connection.received()
                == "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }

    @Test("An answer that does not wait for a small body keeps the connection")
    func unreadSmallBody() throws {
        let responder = TestResponder(streams: { $0.method == "PUT" }) { _, reply in
            reply.send(HTTPResponse(status: 200))
        }
        let connection = try TestConnection(responder)
        try connection.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab")
        #expect(try connection.received() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        try connection.send("cd" + get("/next"))
        #expect(try connection.received() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(responder.requests.count == 2)
    }

    @Test("An answer that does not wait for a large body closes the connection")
    func unreadLargeBody() throws {
        let responder = TestResponder(streams: { _ in true }) { _, reply in
            reply.send(HTTPResponse(status: 200))
        }
        let connection = try TestConnection(responder)
        try connection.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nab")
        #expect(try connection.received().contains("Connection: close"))
        try connection.send(get("/next"))
        #expect(responder.requests.count == 1)
    }
}

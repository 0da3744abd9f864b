import Testing

@testable import Gateway

@Suite("Time-outs")
struct TimeOutTests {
    @Test("A connection without a request is closed after the idle time-out, without an answer")
    func idle() throws {
        var limits = HTTPLimits()
        limits.idleTimeOut = .seconds(10)
        let connection = try TestConnection(TestResponder(), limits: limits)
        connection.pass(.seconds(8))
        try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try connection.received().hasPrefix("HTTP/1.1 200"))
        connection.pass(.seconds(10))
        #expect(connection.isOpen)
        connection.pass(.seconds(1))
        #expect(!connection.isOpen)
        #expect(try connection.received() == "")
    }

    @Test("A head that does not come in time is answered 408, however its bytes trickle")
    func slowHead() throws {
        var limits = HTTPLimits()
        limits.headTimeOut = .seconds(5)
        let connection = try TestConnection(TestResponder(), limits: limits)
        for byte in "GET /aa" {
            try connection.send(String(byte))
            connection.pass(.seconds(1))
        }
        #expect(try connection.received().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
    }

    @Test("A body that stalls is answered 408; one that goes on is not")
    func stalledBody() throws {
        var limits = HTTPLimits()
        limits.bodyStallTimeOut = .seconds(5)
        let connection = try TestConnection(TestResponder(), limits: limits)
        try connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
        for _ in 0..<4 {
            connection.pass(.seconds(4))
            try connection.send("x")
        }
        #expect(try connection.received() == "")
        connection.pass(.seconds(6))
        #expect(try connection.received().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
    }

    @Test("A buffered body that takes too long as a whole is answered 408")
    func slowBody() throws {
        var limits = HTTPLimits()
        limits.bodyStallTimeOut = .seconds(5)
        limits.bufferedBodyTimeOut = .seconds(10)
        let connection = try TestConnection(TestResponder(), limits: limits)
        try connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
        for _ in 0..<4 {
            connection.pass(.seconds(3))
            try connection.send("x")
        }
        #expect(try connection.received().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
    }

    @Test("A request may be answered long after the idle time-out")
    func longPoll() throws {
        let replies = Locked<[HTTPReply]>([])
        let connection = try TestConnection(TestResponder { _, reply in replies.withLock { $0.append(reply) } })
        try connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        connection.pass(.seconds(900))
        replies.withLock { $0[0] }.send(HTTPResponse(status: 200))
        #expect(try connection.received() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(connection.isOpen)
    }

    @Test("A refused client that keeps sending is cut after the linger time-out")
    func linger() throws {
        var limits = HTTPLimits()
        limits.lingerTimeOut = .seconds(2)
        let connection = try TestConnection(TestResponder(), limits: limits)
        try connection.send("bad\r\n\r\n")
        #expect(try connection.received().hasPrefix("HTTP/1.1 400 "))
        for _ in 0..<4 {
            try connection.send("more")
            connection.pass(.seconds(1))
        }
        #expect(!connection.isOpen)
        #expect(try connection.received() == "")
    }

    @Test("When the server stops, idle connections are closed and others behind their answers")
    func stop() throws {
        let replies = Locked<[HTTPReply]>([])
        let responder = TestResponder { _, reply in replies.withLock { $0.append(reply) } }
        let idle = try TestConnection(responder)
        let busy = try TestConnection(responder)
        try busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = idle.loop.drain()
        _ = busy.loop.drain()
        idle.pass(.zero)
        #expect(!idle.isOpen)
        #expect(busy.isOpen)
        replies.withLock { $0[0] }.send(HTTPResponse(status: 200))
        #expect(try busy.received() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        #expect(!busy.isOpen)
    }
}

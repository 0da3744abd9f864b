import Testing

@testable import Gateway

@Suite("Limits of requests")
struct LimitTests {
    private var small: HTTPLimits {
        var limits = HTTPLimits()
        limits.requestLineSizeMax = 100
        limits.headerLineSizeMax = 50
        limits.headSizeMax = 300
        limits.headerCountMax = 5
        limits.bufferedBodySizeMax = 10
        return limits
    }

    private func x(_ count: Int) -> String { String(repeating: "x", count: count) }

    @Test("A request line of exactly the limit is taken, one more byte is answered 414")
    func requestLine() throws {
        let fits = "GET /\(x(86)) HTTP/1.1"
        #expect(fits.utf8.count == 100)
        #expect(try TestConnection.status(of: fits + "\r\nHost: a\r\n\r\n", limits: small) == (200, false))
        #expect(
            try TestConnection.status(of: "GET /\(x(87)) HTTP/1.1\r\nHost: a\r\n\r\n", limits: small) == (
                414, true
            ))
        #expect(try TestConnection.status(of: "GET /\(x(200))", limits: small) == (414, true))
    }

    @Test("A header line of exactly the limit is taken, one more byte is answered 431")
    func headerLine() throws {
        let head = "GET / HTTP/1.1\r\nHost: a\r\n"
        #expect(try TestConnection.status(of: head + "X: \(x(47))\r\n\r\n", limits: small) == (200, false))
        #expect(try TestConnection.status(of: head + "X: \(x(48))\r\n\r\n", limits: small) == (431, true))
        #expect(try TestConnection.status(of: head + "X: \(x(100))", limits: small) == (431, true))
    }

    @Test("More header fields than the limit are answered 431")
    func headerCount() throws {
        let head = "GET / HTTP/1.1\r\nHost: a\r\n"
        let four = String(repeating: "X: y\r\n", count: 4)
        #expect(try TestConnection.status(of: head + four + "\r\n", limits: small) == (200, false))
        #expect(try TestConnection.status(of: head + four + "X: y\r\n\r\n", limits: small) == (431, true))
    }

    @Test("A head larger than the limit is answered 431")
    func headSize() throws {
        var limits = small
        limits.headerCountMax = 100
        let line = "X: \(x(40))\r\n"
        let head = "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: line, count: 6)
        #expect(try TestConnection.status(of: head + "\r\n", limits: limits) == (200, false))
        #expect(try TestConnection.status(of: head + line + "\r\n", limits: limits) == (431, true))
    }

    @Test("A body beyond the limit is answered 413, announced or chunked")
    func bodySize() throws {
        let head = "POST / HTTP/1.1\r\nHost: a\r\n"
        #expect(
            try TestConnection.status(of: head + "Content-Length: 10\r\n\r\n0123456789", limits: small)
                == (200, false))
        #expect(
            try TestConnection.status(of: head + "Content-Length: 11\r\n\r\n", limits: small) == (413, true))
        let chunked = head + "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n"
        #expect(
            try TestConnection.status(of: chunked + "4\r\n6789\r\n0\r\n\r\n", limits: small) == (200, false))
        #expect(
            try TestConnection.status(of: chunked + "5\r\n6789a\r\n0\r\n\r\n", limits: small) == (413, true))
    }

    @Test("The responder chooses what a refusal looks like")
    func refusalBody() throws {
        struct Refusing: HTTPResponder {
            func respond(to request: HTTPRequest, reply: HTTPReply) {}
            func response(to refusal: HTTPRefusal, head: HTTPRequestHead?) -> HTTPResponse {
                HTTPResponse(status: 400, body: .bytes(Array("\(refusal) \(head?.path ?? "-")".utf8)))
            }
        }
        let connection = try TestConnection(Refusing(), limits: small)
        try connection.send("PUT /bucket/key HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n")
        #expect(try connection.received().hasSuffix("\r\n\r\nbodyTooLarge /bucket/key"))
    }
}

import Testing

@testable import Gateway

@Suite("Responses")
struct ResponseTests {
    private func answer(_ response: HTTPResponse, to head: String = "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        throws -> String
    {
        let connection = try TestConnection(TestResponder { _, reply in reply.send(response) })
        try connection.send(head)
        return try connection.received()
    }

    @Test("Fields are sent as given and in order")
    func fields() throws {
        var response = HTTPResponse(status: 201, headers: ["x-b": "1", "X-A": "2", "x-b": "3"])
        #expect(
            try answer(response)
                == "HTTP/1.1 201 Created\r\nx-b: 1\r\nX-A: 2\r\nx-b: 3\r\nContent-Length: 0\r\n\r\n")
        response.headers.remove("X-B")
        response.headers.set("x-a", "4")
        #expect(try answer(response) == "HTTP/1.1 201 Created\r\nx-a: 4\r\nContent-Length: 0\r\n\r\n")
    }

    @Test("A field value cannot split the response")
    func splitting() throws {
        var headers = HTTPHeaders()
        headers.append("Location", " /a\r\nSet-Cookie: x=y\r\n\r\n<html>\u{0} \t")
        let added = [headers.append("X: y\r\nZ", "1"), headers.append("", "1")]
        #expect(added == [false, false])
        #expect(
            try answer(HTTPResponse(status: 302, headers: headers))
                == "HTTP/1.1 302 Found\r\nLocation: /a  Set-Cookie: x=y    <html>\r\nContent-Length: 0\r\n\r\n"
        )
    }

    @Test("Framing fields of the caller are left out")
    func framing() throws {
        let headers: HTTPHeaders = [
            "Content-Length": "99", "Transfer-Encoding": "chunked", "Connection": "keep-alive",
            "Keep-Alive": "x",
            "X": "y",
        ]
        #expect(
            try answer(HTTPResponse(status: 200, headers: headers, body: .bytes([65])))
                == "HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 1\r\n\r\nA")
    }

    @Test("HEAD is answered with the length and no body")
    func head() throws {
        let head = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"
        let ok = "HTTP/1.1 200 OK\r\nContent-Length: "
        #expect(try answer(HTTPResponse(status: 200, body: .bytes([65])), to: head) == ok + "1\r\n\r\n")
        let announced = HTTPResponse(status: 200, headers: ["Content-Length": "5368709120"])
        #expect(try answer(announced, to: head) == ok + "5368709120\r\n\r\n")
        let streamed = HTTPResponse(status: 200, body: .stream(length: nil) { _ in [:] })
        #expect(try answer(streamed, to: head) == "HTTP/1.1 200 OK\r\n\r\n")
    }

    @Test("Statuses without a body have none")
    func bodyless() throws {
        #expect(
            try answer(HTTPResponse(status: 204, body: .bytes([65]))) == "HTTP/1.1 204 No Content\r\n\r\n")
        #expect(
            try answer(HTTPResponse(status: 304, body: .bytes([65]))) == "HTTP/1.1 304 Not Modified\r\n\r\n")
        #expect(
            try answer(HTTPResponse(status: 205, body: .bytes([65])))
                == "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n")
    }

    @Test("A status that is none is sent as 500", arguments: [0, -1, 100, 199, 600, 99999])
    func badStatus(status: Int) throws {
        #expect(try answer(HTTPResponse(status: status)).hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
    }

    @Test("A status without a known reason has an empty one")
    func unknownReason() throws {
        #expect(try answer(HTTPResponse(status: 299)).hasPrefix("HTTP/1.1 299 \r\n"))
    }
}

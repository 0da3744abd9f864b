import Testing

@testable import Gateway

@Suite("Requests")
struct RequestParsingTests {
    @Test("A request's parts are given as they were sent")
    func parts() throws {
        let responder = TestResponder { request, reply in
            #expect(request.method == "POST")
            #expect(request.target == "/a%20b/c?x=1&y=?")
            #expect(request.path == "/a%20b/c")
            #expect(request.query == "x=1&y=?")
            #expect(request.headers.first("x-amz-target") == "AmazonSQS.SendMessage")
            #expect(request.headers.all("X-TWICE") == ["1", "2"])
            #expect(request.headers.first("empty") == "")
            #expect(request.authority == "localhost:4566")
            #expect(request.peer == "127.0.0.1" || request.peer == "")
            reply.send(HTTPResponse(status: 200))
        }
        let connection = try TestConnection(responder)
        try connection.send(
            "POST /a%20b/c?x=1&y=? HTTP/1.1\r\nHost: localhost:4566\r\nX-Amz-Target:  AmazonSQS.SendMessage \t\r\n"
                + "x-twice: 1\r\nX-Twice:2\r\nEmpty:\r\nContent-Length: 3\r\n\r\nabc")
        #expect(try connection.received() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(responder.requests.count == 1)
        #expect(responder.requests.first?.hasSuffix("body [97, 98, 99]\n") == true)
    }

    @Test("A target in absolute form gives path, query and authority")
    func absoluteForm() throws {
        let responder = TestResponder { request, reply in
            #expect(request.path == "/q")
            #expect(request.query == "z")
            #expect(request.authority == "Queue.local:1")
            reply.send(HTTPResponse(status: 200))
        }
        let connection = try TestConnection(responder)
        try connection.send("GET http://Queue.local:1/q?z HTTP/1.1\r\nHost: queue.LOCAL:1\r\n\r\n")
        #expect(try connection.received().hasPrefix("HTTP/1.1 200"))
    }

    @Test("A chunked body is put together, and its trailers are given apart from the headers")
    func chunked() throws {
        let responder = TestResponder()
        let connection = try TestConnection(responder)
        try connection.send(
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "3;ext=\"a;b\"\r\nabc\r\n00A\r\n0123456789\r\n0\r\nx-amz-checksum-crc32: AAAAAA==\r\n\r\n")
        #expect(try connection.received() == "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nabc0123456789")
        #expect(responder.requests.first?.hasSuffix("trailer x-amz-checksum-crc32=AAAAAA==\n") == true)
    }

    static let refused: [(String, Int)] = [
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 2\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1 1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            400
        ),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
            400
        ),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", 501),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n", 501),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u{0B}chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\tchunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\t\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n Transfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n folded\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\tTransfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: y\rTransfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: y\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n\rTransfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX\u{0}: y\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: y\u{0}\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: y\u{7F}\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n: no name\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX(): y\r\n\r\n", 400),
        ("GET / HTTP/1.1\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\n\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        ("GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", 400),
        ("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
        ("GET /\u{1} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /\u{FC} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / http/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.11\r\nHost: a\r\n\r\n", 400),
        ("GET /\r\n\r\n", 400),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("\u{16}\u{3}\u{1}\u{2}", 400),
        ("GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 405),
        ("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n", 417),
    ]

    @Test(
        "A head that two parsers could read differently is refused and the connection closed",
        arguments: refused)
    func refuses(text: String, status: Int) throws {
        let answer = try TestConnection.status(of: text)
        #expect(answer.status == status)
        #expect(answer.closes)
    }

    static let badChunks = [
        "1 \r\na\r\n0\r\n\r\n", " 1\r\na\r\n0\r\n\r\n", "0x1\r\na\r\n0\r\n\r\n", "+1\r\na\r\n0\r\n\r\n",
        "-1\r\na\r\n0\r\n\r\n",
        "\r\na\r\n0\r\n\r\n", "g\r\n", "1\na\r\n0\r\n\r\n", "1\r\nab\r\n0\r\n\r\n", "1\r\na\n0\r\n\r\n",
        "1\r\na0\r\n\r\n",
        "ffffffffffffffff\r\na", "10000000000000001\r\na", "1;a\u{0}\r\na\r\n0\r\n\r\n",
        "1;a\rb\r\na\r\n0\r\n\r\n",
        "1;a\nb\r\na\r\n0\r\n\r\n", "0\r\nbad trailer\r\n\r\n", "0\r\nx: y\n\r\n", "0\r\n x: y\r\n\r\n",
        "1;\(String(repeating: "x", count: 2000))\r\na\r\n0\r\n\r\n", String(repeating: "0", count: 2000),
    ]

    @Test("A malformed chunked body is refused and the connection closed", arguments: badChunks)
    func refusesChunks(body: String) throws {
        let answer = try TestConnection.status(
            of: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
        #expect(answer.status == 400)
        #expect(answer.closes)
    }

    @Test("One empty line before a request is skipped")
    func leadingEmptyLine() throws {
        let connection = try TestConnection(TestResponder())
        try connection.send("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try connection.received() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    }

    @Test("OPTIONS * is a request for the server")
    func asteriskForm() throws {
        #expect(try TestConnection.status(of: "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n") == (200, false))
    }
}

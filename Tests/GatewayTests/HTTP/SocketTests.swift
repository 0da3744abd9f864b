import NIOCore
import NIOPosix
import Testing

@testable import Gateway

@Suite("Servers on sockets")
struct SocketTests {
    private func withServer(
        _ responder: any HTTPResponder, limits: HTTPLimits = HTTPLimits(),
        _ body: (HTTPServer, Int) async throws -> Void
    ) async throws {
        let server = HTTPServer(loopCount: 2, limits: limits)
        do {
            let listener = try await server.listen(on: .tcp(host: "127.0.0.1", port: 0), responder: responder)
            guard case .tcp(_, let port) = listener.address else { return }
            try await body(server, port)
        } catch {
            try await server.stop(within: .seconds(1))
            throw error
        }
        try await server.stop(within: .seconds(5))
    }

    @Test("A port in use is a clear error")
    func portInUse() async throws {
        try await withServer(TestResponder()) { _, port in
            let other = HTTPServer(loopCount: 1)
            let address = HTTPAddress.tcp(host: "127.0.0.1", port: port)
            await #expect(throws: HTTPServerError.addressInUse(address)) {
                _ = try await other.listen(on: address, responder: TestResponder())
            }
            #expect(
                "\(HTTPServerError.addressInUse(address))" == "127.0.0.1:\(port) is in use by another process"
            )
            try await other.stop(within: .seconds(1))
        }
    }

    @Test("Several listeners of one server have their own responders, and can close on their own")
    func listeners() async throws {
        try await withServer(TestResponder()) { server, port in
            let other = TestResponder { _, reply in reply.send(HTTPResponse(status: 418)) }
            let listener = try await server.listen(on: .tcp(host: "127.0.0.1", port: 0), responder: other)
            guard case .tcp(_, let otherPort) = listener.address else { return }
            let get = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            #expect(try await TestClient.exchange(port, get).hasPrefix("HTTP/1.1 200"))
            #expect(try await TestClient.exchange(otherPort, get).hasPrefix("HTTP/1.1 418"))
            await listener.close()
            #expect(try await TestClient.exchange(port, get).hasPrefix("HTTP/1.1 200"))
            await #expect(throws: TestClient.Failure.self) {
                _ = try await TestClient.exchange(otherPort, get)
            }
        }
    }

    @Test("A client that pipelines without reading is held back, and gets all once it reads")
    func unreadPipeline() async throws {
        let responder = TestResponder { _, reply in
            reply.send(HTTPResponse(status: 200, body: .bytes([UInt8](repeating: 65, count: 100_000))))
        }
        try await withServer(responder) { _, port in
            let many = String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 300)
            let last = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let answers = try await TestClient.exchangeBytes(port, many + last)
            #expect(answers.count { $0 == 65 } == 30_100_000)
        }
    }

    @Test("A Unix-domain socket can be listened on, and a stale one is replaced")
    func unixDomainSocket() async throws {
        let path = "/tmp/apus-test-\(UInt64.random(in: 0 ... .max)).sock"
        defer { TestClient.removeFile(path) }
        for _ in 0..<2 {
            let server = HTTPServer(loopCount: 1)
            let responder = TestResponder { request, reply in
                reply.send(HTTPResponse(status: 200, body: .bytes(Array("\(request.localPort)".utf8))))
            }
            _ = try await server.listen(on: .unixDomainSocket(path: path), responder: responder)
            let answer = try await TestClient.exchange(path: path, "GET / HTTP/1.0\r\n\r\n")
            #expect(answer.hasSuffix("\r\n\r\n0"))
            try await server.stop(within: .seconds(1))
        }
    }

    @Test("Answers from another thread reach their clients")
    func otherThread() async throws {
        let responder = TestResponder { request, reply in
            Task.detached { reply.send(HTTPResponse(status: 200, body: .bytes(Array(request.path.utf8)))) }
        }
        try await withServer(responder) { _, port in
            let many = (0..<50).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            let last = "GET /end HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let answers = try await TestClient.exchange(port, many + last)
            let bodies = answers.split(separator: "\r\n").filter { $0.hasPrefix("/") }
                .map { $0.prefix { $0 != "H" } }
            #expect(bodies == (0..<50).map { "/\($0)" } + ["/end"])
        }
    }

    @Test("A streamed body reaches its reader whole, slow as the reader may be")
    func upload() async throws {
        // A thread of its own: hundreds of short turns among all other tests would outlast the client.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let executor = LoopExecutor(eventLoop: group.next())
        let responder = TestResponder(streams: { _ in true }) { request, reply in
            Task.detached(executorPreference: executor) {
                guard case .stream(let reader) = request.body else { return }
                var size = 0
                do {
                    while let chunk = try await reader.next() {
                        size += chunk.count
                        await Task.yield()
                    }
                    reply.send(
                        HTTPResponse(
                            status: 200, body: .bytes(Array("\(size) \(reader.trailers.count)".utf8))))
                } catch {
                    reply.send(HTTPResponse(status: 400))
                }
            }
        }
        try await withServer(responder) { _, port in
            let body = String(repeating: "x", count: 3_000_000)
            let head = "PUT / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
            let whole = try await TestClient.exchange(port, head + "Content-Length: 3000000\r\n\r\n" + body)
            #expect(whole.hasSuffix("\r\n\r\n3000000 0"))
            let chunked = "Transfer-Encoding: chunked\r\n\r\n2dc6c0\r\n\(body)\r\n0\r\nx: y\r\n\r\n"
            #expect(try await TestClient.exchange(port, head + chunked).hasSuffix("\r\n\r\n3000000 1"))
        }
        executor.close()
        try await group.shutdownGracefully()
    }

    @Test("A streamed response is chunked and ends with its trailers; with a length it is plain")
    func download() async throws {
        let responder = TestResponder { request, reply in
            let length: Int? = request.path == "/plain" ? 9 : nil
            reply.send(
                HTTPResponse(
                    status: 200,
                    body: .stream(length: length) { writer in
                        for text in ["abc", "def", "ghi"] { try await writer.write(Array(text.utf8)) }
                        return ["x-amz-checksum": "1"]
                    }))
        }
        try await withServer(responder) { _, port in
            let close = "Host: a\r\nConnection: close\r\n\r\n"
            let chunked = try await TestClient.exchange(port, "GET / HTTP/1.1\r\n" + close)
            #expect(chunked.contains("Transfer-Encoding: chunked\r\n"))
            #expect(chunked.hasSuffix("0\r\nx-amz-checksum: 1\r\n\r\n"))
            let plain = try await TestClient.exchange(port, "GET /plain HTTP/1.1\r\n" + close)
            #expect(plain.hasSuffix("Content-Length: 9\r\nConnection: close\r\n\r\nabcdefghi"))
            let old = try await TestClient.exchange(port, "GET / HTTP/1.0\r\n\r\n")
            #expect(old == "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcdefghi")
        }
    }

    @Test("A response whose producer fails, or writes too little, is cut", arguments: [nil, 9])
    func brokenDownload(length: Int?) async throws {
        struct Broken: Error {}
        let responder = TestResponder { _, reply in
            reply.send(
                HTTPResponse(
                    status: 200,
                    body: .stream(length: length) { writer in
                        try await writer.write([65])
                        if length == nil { throw Broken() }
                        return [:]
                    }))
        }
        try await withServer(responder) { _, port in
            let answer = try await TestClient.exchange(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(!answer.hasSuffix("0\r\n\r\n"))
        }
    }

    @Test("Part of a file is sent")
    func file() async throws {
        let path = "/proc/self/exe"
        let file = try HTTPFile(path: path)
        let expected = try file.read(at: 1, count: 700_000)
        let responder = TestResponder { _, reply in
            reply.send(HTTPResponse(status: 206, body: .file(file, range: 1..<700_001)))
        }
        try await withServer(responder) { _, port in
            let answer = try await TestClient.exchangeBytes(
                port, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(answer.suffix(700_000).elementsEqual(expected))
        }
        #expect(throws: HTTPFileError.self) { _ = try HTTPFile(path: "/proc/self/none") }
    }

    @Test("A client that sends a refused body to its end still gets the answer")
    func refusedUpload() async throws {
        var limits = HTTPLimits()
        limits.bufferedBodySizeMax = 10
        try await withServer(TestResponder(), limits: limits) { _, port in
            let body = String(repeating: "x", count: 1_000_000)
            let answer = try await TestClient.exchange(
                port, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + body)
            #expect(answer.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test("A stopping server finishes the requests in flight")
    func gracefulStop() async throws {
        let replies = Locked<[HTTPReply]>([])
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        let responder = TestResponder { _, reply in
            replies.withLock { $0.append(reply) }
            arrived.yield()
        }
        let server = HTTPServer(loopCount: 1)
        let listener = try await server.listen(on: .tcp(host: "127.0.0.1", port: 0), responder: responder)
        guard case .tcp(_, let port) = listener.address else { return }
        async let answer = TestClient.exchange(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        for await _ in arrivals { break }
        async let stopped: Void = server.stop(within: .seconds(30))
        replies.withLock { $0[0] }.send(HTTPResponse(status: 200))
        #expect(try await answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        try await stopped
        await #expect(throws: HTTPServerError.stopped) {
            _ = try await server.listen(on: .tcp(host: "127.0.0.1", port: 0), responder: responder)
        }
    }
}

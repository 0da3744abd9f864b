import ApusClient
import NIOCore
import NIOPosix
import Synchronization
import Testing
import Wire

/// A server that answers each request with the same bytes, or not at all.
private final class Script: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let answer: String
    let closes: Bool
    let connections: Counter

    init(_ answer: String, closes: Bool, _ connections: Counter) {
        (self.answer, self.closes, self.connections) = (answer, closes, connections)
    }

    func channelActive(context: ChannelHandlerContext) { connections.add() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard String(buffer: unwrapInboundIn(data)).hasSuffix("\r\n\r\n"), !answer.isEmpty else { return }
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: answer)), promise: nil)
        if closes { context.close(promise: nil) }
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}

@Suite struct PlainConnectionTests {
    private func withServer(
        _ answer: String, closes: Bool = false,
        _ body: (_ url: String, _ connections: Counter) async throws -> Void
    ) async throws {
        let connections = Counter()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.pipeline.addHandler(Script(answer, closes: closes, connections))
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body("http://127.0.0.1:\(server.localAddress?.port ?? 0)/in?a=b", connections)
        } catch {
            try await server.close()
            throw error
        }
        try await server.close()
    }

    private func session(_ connections: Int = 8) -> HTTPSession {
        HTTPSession(connectionsPerHost: connections, usesOneThread: true)
    }

    private func failure(_ request: HTTPSession.Request) async -> TransportError.Kind? {
        do throws(TransportError) {
            _ = try await session().send(request)
            return nil
        } catch {
            return error.kind
        }
    }

    private static let hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello"

    @Test func aConnectionIsKeptForTheNextRequest() async throws {
        try await withServer(Self.hello) { url, connections in
            let http = session()
            // On one thread, so that a busy machine does not let the connection grow old between two requests.
            try await http.run {
                for _ in 1...3 {
                    let answer = try await http.send(HTTPSession.Request(method: "GET", url: url))
                    #expect(answer.status == 200)
                    #expect(answer.body == Array("hello".utf8))
                    #expect(answer.headers.contains { $0.name == "X-A" && $0.value == "b" })
                }
            }
            #expect(connections.value == 1)
        }
    }

    @Test func anAnswerMayEndWithItsConnection() async throws {
        try await withServer("HTTP/1.0 201 Created\r\n\r\nall of it", closes: true) { url, connections in
            let http = session()
            for number in 1...2 {
                let answer = try await http.send(HTTPSession.Request(method: "GET", url: url))
                #expect(answer.status == 201)
                #expect(answer.body == Array("all of it".utf8))
                #expect(connections.value == number)
            }
        }
    }

    @Test func requestsBeyondTheConnectionsWaitForOne() async throws {
        try await withServer(Self.hello) { url, connections in
            let http = session(2)
            let count = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...20 {
                    group.addTask { try await http.send(HTTPSession.Request(method: "GET", url: url)).status }
                }
                return try await group.reduce(0) { $0 + ($1 == 200 ? 1 : 0) }
            }
            #expect(count == 20)
            #expect(connections.value <= 2)
        }
    }

    @Test func aServerThatSaysNothingIsATimeOut() async throws {
        try await withServer("") { url, _ in
            let request = HTTPSession.Request(method: "GET", url: url, timeout: .milliseconds(50))
            #expect(await failure(request) == .timeout)
        }
    }

    @Test func anAnswerBeyondItsLimitFails() async throws {
        try await withServer(Self.hello) { url, _ in
            var request = HTTPSession.Request(method: "GET", url: url)
            request.answerSizeMax = 4
            #expect(await failure(request) == .unreadable)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nX-T: u\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nX-B: c\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length:5\r\n\r\nhello",
    ])
    func aBodyIsFramedAsItsHeadSays(_ answer: String) async throws {
        try await withServer(answer) { url, connections in
            let http = session()
            try await http.run {
                for _ in 1...2 {
                    let answer = try await http.send(HTTPSession.Request(method: "GET", url: url))
                    #expect(answer.status == 200)
                    #expect(answer.body == Array("hello".utf8))
                }
            }
            #expect(connections.value == 1)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n",
    ])
    func aConnectionThatIsOfNoMoreUseIsLeft(_ answer: String) async throws {
        try await withServer(answer) { url, connections in
            let http = session()
            for number in 1...2 {
                let answer = try await http.send(HTTPSession.Request(method: "GET", url: url))
                #expect(answer.body == Array("hello".utf8))
                #expect(connections.value == number)
            }
        }
    }

    @Test func anAnswerWithoutABodyEndsWithItsHead() async throws {
        try await withServer("HTTP/1.1 204 No Content\r\n\r\n") { url, connections in
            let answer = try await session().send(HTTPSession.Request(method: "POST", url: url))
            #expect(answer.status == 204)
            #expect(answer.body.isEmpty)
        }
    }

    @Test(arguments: [("X-A", "b\r\nX-C: d"), ("X-A: b\r\nX-C", "d"), ("", "d"), ("X A", "d")])
    func aHeaderThatWouldBeTwoIsNotSent(_ name: String, _ value: String) async throws {
        try await withServer(Self.hello) { url, _ in
            let request = HTTPSession.Request(method: "GET", url: url, headers: [(name: name, value: value)])
            #expect(await failure(request) == .connection)
        }
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "nonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\n: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
    ])
    func whatIsNoAnswerIsAFaultOfTheConnection(_ answer: String) async throws {
        let url = answer.isEmpty ? "http://127.0.0.1:1/" : nil
        try await withServer(answer, closes: true) { served, _ in
            let request = HTTPSession.Request(method: "GET", url: url ?? served)
            #expect(await failure(request) == .connection)
        }
    }
}

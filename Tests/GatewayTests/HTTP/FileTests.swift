import Glibc
import Testing

@testable import Gateway

@Suite("Files as answers")
struct FileTests {
    /// A file of 5,000,000 bytes that say where they stand; its name is gone once it is open.
    private func makeFile(inMemory: Bool = true) throws -> (file: HTTPFile, bytes: [UInt8]) {
        let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        var name = Array("/var/tmp/apus-file-XXXXXX\0".utf8CString)
        let descriptor = mkstemp(&name)
        try #require(descriptor >= 0)
        unlink(name)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            try #require(count > 0)
            written += count
        }
        if !inMemory {
            try #require(fsync(descriptor) == 0)
            try #require(posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) == 0)
        }
        return (HTTPFile(descriptor: descriptor), bytes)
    }

    private func get(_ port: Int) async throws -> [UInt8] {
        try await TestClient.exchangeBytes(port, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    }

    private func withServer(
        _ responder: any HTTPResponder, _ body: (HTTPServer, Int) async throws -> Void
    ) async throws {
        let server = HTTPServer(loopCount: 1)
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

    @Test("A range is sent to the byte, whichever pieces it is sent in")
    func ranges() async throws {
        let (file, bytes) = try makeFile()
        for range in [
            0..<1, 4_999_999..<5_000_000, 1_048_575..<1_048_577, 3..<3_145_731, 0..<5_000_000, 7..<7,
        ] {
            let responder = TestResponder { _, reply in
                reply.send(HTTPResponse(status: 206, body: .file(file, range: range)))
            }
            try await withServer(responder) { _, port in
                let answer = try await get(port)
                let head =
                    "HTTP/1.1 206 Partial Content\r\nContent-Length: \(range.count)\r\nConnection: close\r\n\r\n"
                #expect(answer.starts(with: head.utf8))
                #expect(answer.dropFirst(head.utf8.count).elementsEqual(bytes[range]))
            }
        }
    }

    @Test("A file that must come from the disk is sent whole")
    func cold() async throws {
        let (file, bytes) = try makeFile(inMemory: false)
        let responder = TestResponder { _, reply in
            reply.send(HTTPResponse(status: 200, body: .file(file, range: 0..<5_000_000)))
        }
        try await withServer(responder) { _, port in
            let answer = try await get(port)
            #expect(answer.suffix(5_000_000).elementsEqual(bytes))
        }
    }

    @Test("Requests behind one for a file are answered in their order")
    func pipeline() async throws {
        let (file, bytes) = try makeFile()
        let responder = TestResponder { request, reply in
            let isFile = request.path == "/file"
            reply.send(
                HTTPResponse(
                    status: 200,
                    body: isFile ? .file(file, range: 10..<2_000_010) : .bytes(Array("small".utf8))))
        }
        try await withServer(responder) { _, port in
            let get = "/small /file /file /small".split(separator: " ")
                .map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            let answer = try await TestClient.exchangeBytes(
                port, get + "GET /small HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let small = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsmall".utf8)
            let large =
                Array("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n".utf8) + bytes[10..<2_000_010]
            let last = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsmall".utf8)
            #expect(answer == small + large + large + small + last)
        }
    }

    @Test("A client that goes away half-way harms nobody else, and the file is let go")
    func lostClient() async throws {
        let (file, bytes) = try makeFile()
        let responder = TestResponder { _, reply in
            reply.send(HTTPResponse(status: 200, body: .file(file, range: 0..<5_000_000)))
        }
        try await withServer(responder) { server, port in
            for _ in 0..<8 {
                try await TestClient.leave(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", after: 100_000)
            }
            let answer = try await get(port)
            #expect(answer.suffix(5_000_000).elementsEqual(bytes))
            var left = try await server.connectionCount()
            while left > 0 {
                await Task.yield()
                left = try await server.connectionCount()
            }
        }
    }

    @Test("A file that was cut ends the connection instead of the loop")
    func cutFile() async throws {
        var name = Array("/var/tmp/apus-file-XXXXXX\0".utf8CString)
        let descriptor = mkstemp(&name)
        try #require(descriptor >= 0 && ftruncate(descriptor, 100_000) == 0)
        unlink(name)
        let file = HTTPFile(descriptor: descriptor)
        let responder = TestResponder { request, reply in
            guard request.path == "/" else { return reply.send(HTTPResponse(status: 204)) }
            reply.send(HTTPResponse(status: 200, body: .file(file, range: 0..<200_000)))
        }
        try await withServer(responder) { _, port in
            let cut = try await get(port)
            #expect(cut.count < 200_000)
            let other = try await TestClient.exchange(
                port, "GET /other HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(other.hasPrefix("HTTP/1.1 204"))
        }
    }
}

import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Gateway

@Suite("The parser against other readings of the same bytes")
struct DifferentialTests {
    /// What a connection makes of pieces of bytes: the requests, and all it sent.
    private func outcome(_ pieces: [ArraySlice<UInt8>]) throws -> ([String], String) {
        let responder = TestResponder()
        let connection = try TestConnection(responder)
        for piece in pieces { try connection.send(piece) }
        return (responder.requests, try connection.received())
    }

    private func sample(_ seed: UInt64) -> ([UInt8], Generator) {
        var generator = Generator(state: seed)
        var bytes = generator.requests()
        if generator.once(in: 2) { generator.mutate(&bytes) }
        return (bytes, generator)
    }

    @Test("Bytes that come one at a time are read as those that come at once")
    func byteByByte() throws {
        for seed in 0..<1500 {
            let (bytes, _) = sample(UInt64(seed))
            let whole = try outcome([bytes[...]])
            let split = try outcome(bytes.indices.map { bytes[$0...$0] })
            #expect(whole.0 == split.0, "seed \(seed)")
            #expect(whole.1 == split.1, "seed \(seed)")
        }
    }

    @Test("Bytes that come in random pieces are read as those that come at once")
    func randomPieces() throws {
        for seed in 10_000..<13_000 {
            var (bytes, generator) = sample(UInt64(seed))
            let whole = try outcome([bytes[...]])
            var pieces: [ArraySlice<UInt8>] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...60, using: &generator))
                pieces.append(piece)
                rest = rest.dropFirst(piece.count)
            }
            let split = try outcome(pieces)
            #expect(whole.0 == split.0, "seed \(seed)")
            #expect(whole.1 == split.1, "seed \(seed)")
            bytes = []
        }
    }

    @Test("Random bytes are refused or awaited, never trap")
    func garbage() throws {
        for seed in 0..<3000 {
            var generator = Generator(state: UInt64(seed))
            var bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let prefixes = [
                "", "GET ", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\n",
            ]
            bytes.insert(contentsOf: Array(generator.pick(prefixes).utf8), at: 0)
            let sent = try outcome([bytes[...]]).1
            #expect(sent.isEmpty || sent.hasPrefix("HTTP/1.1 "), "seed \(seed)")
        }
    }

    /// The requests that NIO's own parser reads; what follows an error is left out.
    private func nioRequests(_ bytes: [UInt8]) throws -> [String] {
        let collector = Collector()
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
        try channel.pipeline.syncOperations.addHandler(collector)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        channel.pipeline.fireChannelRead(ByteBuffer(bytes: bytes))
        return collector.requests
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart

        var requests: [String] = []
        private var current = ""
        private var body: [UInt8] = []

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                current = "\(head.method.rawValue) \(head.uri)\n"
                for (name, value) in head.headers { current += "\(name)=\(trimmed(value))\n" }
                body = []
            case .body(let buffer):
                body += Array(buffer.readableBytesView)
            case .end(let trailers):
                current += "body \(body)\n"
                for (name, value) in trailers ?? .init() { current += "trailer \(name)=\(trimmed(value))\n" }
                requests.append(current)
            }
        }

        /// NIO's parser leaves white space behind a value; RFC 9110 section 5.5 takes it off.
        private func trimmed(_ value: String) -> Substring {
            var value = value[...]
            while let last = value.last, last == " " || last == "\t" { value.removeLast() }
            return value
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {}
    }

    @Test("What is accepted, NIO's parser reads in the same way")
    func againstNIO() throws {
        let methods = ["GET ", "POST ", "PUT ", "DELETE ", "HEAD ", "OPTIONS ", "PATCH "]
        var accepted = 0
        for seed in 100_000..<120_000 {
            let (bytes, _) = sample(UInt64(seed))
            // A method that mutation made is unknown to NIO's parser, which has a list.
            let ours = try outcome([bytes[...]]).0.prefix { request in
                methods.contains { request.hasPrefix($0) }
            }
            let theirs = try nioRequests(bytes)
            accepted += ours.count
            let same = theirs.starts(with: ours)
            #expect(
                same,
                "seed \(seed): \(String(decoding: bytes, as: UTF8.self).debugDescription)\n\(ours)\n\(theirs)"
            )
        }
        #expect(accepted > 20_000)
    }
}

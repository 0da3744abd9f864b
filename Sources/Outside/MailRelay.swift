public import Kernel
internal import NIOCore
internal import NIOPosix
internal import Wire

/// Hands mail to a relay by SMTP, one connection a message.
/// <https://www.rfc-editor.org/rfc/rfc5321>
public struct MailRelay: MailPort {
    /// Where the relay listens and how it knows the server; plain SMTP, so it belongs into the same network.
    public struct Address: Sendable, Equatable {
        public var host: String
        public var port: Int
        public var user: String?
        public var password: String?

        /// Reads `smtp://[user:password@]host[:port]`; nil for anything else.
        public init?(_ text: String) {
            guard text.hasPrefix("smtp://") else { return nil }
            var rest = text.dropFirst("smtp://".count)
            if rest.hasSuffix("/") { rest = rest.dropLast() }
            if let at = rest.lastIndex(of: "@") {
                let parts = rest[..<at].split(separator: ":", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { return nil }
                (user, password) = (parts[0], parts[1])
                rest = rest[rest.index(after: at)...]
            }
            let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2, let name = parts.first, !name.isEmpty else { return nil }
            guard let port = parts.count == 2 ? Int(parts[1]) : 25, (1...65_535).contains(port) else {
                return nil
            }
            self.host = String(name)
            self.port = port
        }
    }

    static let timeout: TimeAmount = .seconds(30)
    static let lineBytesMax = 4096

    public let sender: String
    private let address: Address

    public init(_ address: Address, sender: String) {
        self.address = address
        self.sender = sender
    }

    public func send(_ message: [UInt8], to recipient: String) async throws {
        let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.seconds(5))
                .connect(host: address.host, port: address.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        // A relay that says nothing for that long is as good as gone.
                        try channel.pipeline.syncOperations.addHandler(
                            IdleStateHandler(readTimeout: Self.timeout))
                        try channel.pipeline.syncOperations.addHandler(CloseWhenIdle())
                        return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw DeliveryFailure.transient(code: "CONNECTION_FAILURE", message: "\(error)")
        }
        do {
            try await channel.executeThenClose { inbound, outbound in
                var session = Session(answers: inbound.makeAsyncIterator(), out: outbound)
                try await session.run(message, from: sender, to: recipient, address)
            }
        } catch let failure as DeliveryFailure {
            throw failure
        } catch {
            throw DeliveryFailure.transient(code: "CONNECTION_FAILURE", message: "\(error)")
        }
    }

    /// One conversation with the relay.
    private struct Session {
        var answers: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        let out: NIOAsyncChannelOutboundWriter<ByteBuffer>
        var unread: [UInt8] = []

        mutating func run(
            _ message: [UInt8], from sender: String, to recipient: String, _ address: Address
        ) async throws {
            try await expect(220, for: "greeting")
            try await say("EHLO localhost", expecting: 250)
            if let user = address.user, let password = address.password {
                let secret = Base64.encoded([0] + Array(user.utf8) + [0] + Array(password.utf8))
                try await say("AUTH PLAIN \(secret)", expecting: 235)
            }
            try await say("MAIL FROM:<\(sender)>", expecting: 250)
            try await say("RCPT TO:<\(recipient)>", expecting: 250)
            try await say("DATA", expecting: 354)
            // Lines are base64 or header fields: none begins with a dot.
            try await out.write(ByteBuffer(bytes: message + Array(".\r\n".utf8)))
            try await expect(250, for: "message")
            try await out.write(ByteBuffer(string: "QUIT\r\n"))
        }

        private mutating func say(_ line: String, expecting code: Int) async throws {
            try await out.write(ByteBuffer(string: line + "\r\n"))
            try await expect(code, for: String(line.prefix(4)))
        }

        /// The last line of an answer has a space behind its code.
        private mutating func expect(_ code: Int, for step: String) async throws {
            var line = try await line()
            while line.utf8.count > 3, Array(line.utf8)[3] == UInt8(ascii: "-") {
                line = try await self.line()
            }
            let answered = Int(line.prefix(3)) ?? 0
            if answered == code || (code == 250 && answered == 251) { return }
            // Codes from 500 on are final by the standard.
            let (code, message) = ("SMTP_\(answered)", "The relay answered to \(step): \(line)")
            throw answered < 500
                ? DeliveryFailure.transient(code: code, message: message)
                : DeliveryFailure.permanent(code: code, message: message)
        }

        private mutating func line() async throws -> String {
            while true {
                if let end = unread.firstIndex(of: 0x0A) {
                    let line = unread[..<end].filter { $0 != 0x0D }
                    unread.removeSubrange(...end)
                    return String(decoding: line, as: UTF8.self)
                }
                guard unread.count <= MailRelay.lineBytesMax,
                    let more = try await answers.next(isolation: #isolation)
                else {
                    throw DeliveryFailure.transient(
                        code: "CONNECTION_FAILURE", message: "The relay ended the connection.")
                }
                unread += more.readableBytesView
            }
        }
    }
}

/// Closes a connection on which nothing came for too long.
private final class CloseWhenIdle: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}

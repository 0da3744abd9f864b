import NIOCore

/// Answers one connection of a receiver. It reads no more of a request than it must: the receivers' work is
/// not what is to be seen.
final class WebhookHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let headBytesMax = 65_536

    private let participant: Setup.Participant
    private let drills: Drills
    private let counts: Counts
    /// The head as far as it has arrived.
    private var head: [UInt8] = []
    /// What is still to come of a request's body.
    private var bodyLeft = 0
    private var transactionID = ""

    init(_ participant: Setup.Participant, drills: Drills, counts: Counts) {
        self.participant = participant
        self.drills = drills
        self.counts = counts
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        while bytes.readableBytes > 0 {
            if bodyLeft > 0 {
                let count = min(bodyLeft, bytes.readableBytes)
                bytes.moveReaderIndex(forwardBy: count)
                bodyLeft -= count
                if bodyLeft == 0 { answer(context) }
                continue
            }
            let before = head.count
            head += bytes.readableBytesView
            guard let end = Self.end(of: head, from: before) else {
                if head.count > Self.headBytesMax { context.close(promise: nil) }
                return
            }
            bytes.moveReaderIndex(forwardBy: end - before)
            read(head[..<end])
            head.removeAll(keepingCapacity: true)
            if bodyLeft == 0 { answer(context) }
        }
    }

    private static func end(of head: [UInt8], from start: Int) -> Int? {
        var index = max(3, start)
        while index < head.count {
            if head[index] == 0x0A, head[index - 1] == 0x0D, head[index - 2] == 0x0A { return index + 1 }
            index += 1
        }
        return nil
    }

    private func read(_ head: ArraySlice<UInt8>) {
        for line in head.split(separator: 0x0A) {
            if let value = Self.value(of: "content-length", in: line) { bodyLeft = Int(value) ?? 0 }
            if let value = Self.value(of: "x-transaction-id", in: line) { transactionID = value }
        }
    }

    /// The value of a header, if it is that of the line; the name in lower case.
    private static func value(of name: String, in line: ArraySlice<UInt8>) -> String? {
        let count = name.utf8.count
        guard line.count > count, line[line.startIndex + count] == 0x3A,
            zip(line, name.utf8).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 })
        else { return nil }
        let value = line.dropFirst(count + 1).filter { $0 > 0x20 }
        return String(decoding: value, as: UTF8.self)
    }

    private func answer(_ context: ChannelHandlerContext) {
        counts.change { $0.received += 1 }
        let number = Int(transactionID.suffix(6)) ?? 0
        switch drills.behaviour(of: participant) {
        case .slow:
            let pause = TimeAmount.milliseconds(900 + Int64(number % 5) * 100)
            context.eventLoop.assumeIsolated().scheduleTask(in: pause) { Self.write("200 OK", context) }
        case .failing:
            // Every tenth message fails often enough to be retried, every hundredth for good.
            let isBad = number % 100 == 7 || (number % 10 == 3 && Int.random(in: 0..<2) == 0)
            Self.write(isBad ? "500 Internal Server Error" : "200 OK", context)
        case .wrong: Self.write("500 Internal Server Error", context)
        default: Self.write("200 OK", context)
        }
    }

    private static func write(_ status: String, _ context: ChannelHandlerContext) {
        let answer = "HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n"
        context.writeAndFlush(NIOAny(context.channel.allocator.buffer(string: answer)), promise: nil)
    }
}

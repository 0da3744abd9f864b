import NIOCore
import NIOPosix

extension ConnectionHandler {
    /// Bytes of a file that are sent before others of the event loop have their turn.
    private static let filePartSize = 1 << 20

    /// Takes the answer to one request; it is written when those before it are.
    func answer(_ token: UInt64, _ response: HTTPResponse) {
        guard let index = exchanges.firstIndex(where: { $0.token == token && !$0.isStarted }) else { return }
        if index == exchanges.startIndex, sender == nil {
            write(response, exchanges[index])
            if !early.isEmpty { writeReady() }
        } else if !early.contains(where: { $0.token == token }) {
            early.append(HTTPAnswer(token: token, response: response))
        }
    }

    /// Writes the answers that waited for their turn.
    private func writeReady() {
        while sender == nil, let first = exchanges.first,
            let index = early.firstIndex(where: { $0.token == first.token })
        {
            write(early.remove(at: index).response, first)
        }
    }

    private func write(_ response: HTTPResponse, _ exchange: Exchange) {
        guard 200...599 ~= response.status else {
            write(HTTPResponse(status: 500), exchange)
            return
        }
        exchanges[exchanges.startIndex].isStarted = true
        let framing = ResponseEncoder.framing(
            of: response, isHead: exchange.isHead, isVersion10: exchange.isVersion10)
        let keepAlive =
            exchange.keepAlive && framing != .untilClose && !loop.isStopping
            && !ResponseEncoder.asksToClose(response.headers) && canSkipBody(exchange.token)
        if !keepAlive { exchanges[exchanges.startIndex].keepAlive = false }
        var out = takeOutbound(200 + response.headers.bytes.count + (framing.length ?? 0))
        ResponseEncoder.writeHead(
            of: response, framing: framing, keepAlive: keepAlive, isVersion10: exchange.isVersion10,
            into: &out)
        if case .none = framing {
            outbound = out
            finishExchange()
            return
        }
        switch response.body {
        case .bytes(let bytes):
            out.writeBytes(bytes)
            outbound = out
            finishExchange()
        case .stream(let length, let produce):
            outbound = out
            let token = exchange.token
            let loop = loop
            let writer = HTTPBodyWriter(length: length, window: limits.responseWindowSize) {
                loop.resumeSender(of: token)
            }
            sender = BodySender(
                token: token, source: .writer(writer, ProducerTask(produce, into: writer)),
                isChunked: framing == .chunked)
        case .file(let file, let range):
            outbound = out
            sender = BodySender(
                token: exchange.token, source: .file(file, next: range.lowerBound, end: range.upperBound),
                isChunked: false)
            pumpSender()
        }
    }

    private func takeOutbound(_ size: Int) -> ByteBuffer {
        guard let waiting = outbound else { return loop.allocator.buffer(capacity: size) }
        outbound = nil
        return waiting
    }

    /// Whether the connection can be kept though the body of the request with `token` is not read to its
    /// end.
    private func canSkipBody(_ token: UInt64) -> Bool {
        guard let reception, reception.token == token else { return true }
        if reception.owesContinue { return false }
        return reception.decoder != nil || reception.remaining <= limits.drainSizeMax
    }

    /// The first exchange's answer is written whole.
    private func finishExchange() {
        guard let exchange = exchanges.popFirst() else { return }
        if case .reader(let reader) = reception?.destination, reception?.token == exchange.token {
            reader.fail(.answered)
            reception?.destination = .nowhere
            reception?.isPaused = false
            reception?.size = 0
            reception?.latestTick = loop.tick
            if !canSkipBody(exchange.token) || !exchange.keepAlive {
                reception = nil
                phase = .ended
                endAfterWrites(.linger)
                return
            }
        }
        if !exchange.keepAlive {
            endAfterWrites(inbound == nil ? .close : .linger)
        } else {
            sendContinueIfDue()
        }
    }

    /// Tells the client to send the body, once that is wanted and every answer before is written (RFC 9110
    /// section 10.1.1).
    func sendContinueIfDue() {
        guard let reception, reception.owesContinue, reception.isWanted, sendContinue() else { return }
        self.reception?.owesContinue = false
        self.reception?.latestTick = loop.tick
    }

    /// Sends it, unless the answer to an earlier request has to come first.
    @discardableResult func sendContinue() -> Bool {
        guard exchanges.count == 1, sender == nil else { return false }
        var out = takeOutbound(32)
        out.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
        outbound = out
        return true
    }

    // MARK: Streamed bodies

    /// Called by `LoopContext` when the producer of the answer to `token` has more.
    func resumeSender(_ token: UInt64) {
        if sender?.token == token { pumpSender() }
    }

    /// Sends what the body's source has, as far as the client takes it.
    func pumpSender() {
        guard let sender, isWritable else { return }
        switch sender.source {
        case .writer(let writer, _): pump(writer, sender)
        case .file(let file, let next, let end): pump(file, next, end)
        }
    }

    private func pump(_ writer: HTTPBodyWriter, _ sender: BodySender) {
        let taken = writer.take()
        var out = takeOutbound(taken.chunks.reduce(64) { $0 + $1.count + 20 })
        for chunk in taken.chunks {
            if sender.isChunked {
                ResponseEncoder.writeChunk(chunk, into: &out)
            } else {
                out.writeBytes(chunk)
            }
        }
        if case .complete(let trailers) = taken.end, sender.isChunked {
            ResponseEncoder.writeLastChunk(trailers, into: &out)
        }
        outbound = out.readableBytes == 0 ? nil : out
        switch taken.end {
        case nil: flush()
        case .complete: finishSender()
        case .aborted: abort()
        }
    }

    private func pump(_ file: HTTPFile, _ next: Int, _ end: Int) {
        guard let sender, !sender.isReading else { return }
        if next == end {
            finishSender()
            return
        }
        self.sender?.isReading = true
        let part = next..<min(end, next + Self.filePartSize)
        guard !file.isInMemory(part) else { return send(file, part, end) }
        // The loop must not wait for the disk.
        let fetched = NIOThreadPool.singleton.runIfActive(eventLoop: loop.eventLoop) { try file.fetch(part) }
        fetched.assumeIsolated().whenComplete { result in
            guard self.sender?.token == sender.token else { return }
            guard case .success = result else { return self.abort() }
            self.send(file, part, end)
        }
    }

    /// Has the system send part of a file, without a copy of it here.
    private func send(_ file: HTTPFile, _ part: Range<Int>, _ end: Int) {
        guard let context, let token = sender?.token else { return }
        if let out = outbound {
            outbound = nil
            writtenSize += out.readableBytes
            context.write(wrapOutboundOut(out), promise: nil)
        }
        writtenSize += part.count
        flushedTick = loop.tick
        let region = file.region(part)
        let promise = loop.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { result in
            file.end(region)
            guard self.sender?.token == token else { return }
            guard case .success = result else { return self.abort() }
            self.sender?.isReading = false
            self.sender?.source = .file(file, next: part.upperBound, end: end)
            guard part.upperBound == end else { return self.loop.resumeSender(of: token) }
            self.finishSender()
            self.settle()
        }
        context.writeAndFlush(NIOAny(IOData.fileRegion(region)), promise: promise)
    }

    private func finishSender() {
        sender = nil
        finishExchange()
        writeReady()
    }

    // MARK: Writing

    /// Writes all that is due, at once.
    func flush() {
        guard let context else { return }
        if let out = outbound {
            outbound = nil
            writtenSize += out.readableBytes
            flushedTick = loop.tick
            context.writeAndFlush(wrapOutboundOut(out), promise: isEnding ? makeEndPromise() : nil)
        } else if isEnding, !isEndAwaited {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: makeEndPromise())
        }
    }

    private func makeEndPromise() -> EventLoopPromise<Void> {
        isEndAwaited = true
        let promise = loop.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in self.end() }
        return promise
    }
}

extension ResponseEncoder.Framing {
    /// The bytes of a body in memory that the head's buffer has room for.
    fileprivate var length: Int? {
        if case .length(let length) = self { min(length, 1 << 20) } else { nil }
    }
}

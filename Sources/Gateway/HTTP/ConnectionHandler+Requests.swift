import NIOCore

extension ConnectionHandler {
    /// Reads requests while there are bytes and room for answers.
    func process() {
        guard !isProcessing else { return }
        isProcessing = true
        defer { isProcessing = false }
        var goesOn = true
        while goesOn {
            switch phase {
            case .head: goesOn = readHead()
            case .body: goesOn = readBody()
            case .ended:
                if inbound != nil { ending = .linger }
                inbound = nil
                goesOn = false
            }
        }
    }

    private func readHead() -> Bool {
        // Small requests with large answers: what a client does not take must not pile up.
        if let outbound, outbound.readableBytes > limits.responseWindowSize { flush() }
        guard hasRoom, let buffer = inbound else { return false }
        let parsed: ParsedHead
        do {
            let found = try buffer.withUnsafeReadableBytes { bytes throws(HTTPRefusal) in
                try parser.parse(bytes)
            }
            guard let found else { return false }
            parsed = found.0
            consume(found.size)
            headTick = nil
        } catch {
            refuse(error, head: nil)
            return false
        }
        begin(parsed)
        return true
    }

    /// Takes bytes off `inbound`, and lets it go when it is used up.
    private func consume(_ size: Int) {
        inbound?.moveReaderIndex(forwardBy: size)
        if inbound?.readableBytes == 0 { inbound = nil }
    }

    private func begin(_ parsed: ParsedHead) {
        guard let token = makeToken() else { return }
        exchanges.append(
            Exchange(
                token: token, isHead: parsed.isHead, isVersion10: parsed.isVersion10,
                keepAlive: parsed.keepAlive))
        switch parsed.framing {
        case .length(0):
            // Nothing is to come, yet boto3 and the AWS CLI, once answered without it, misread what follows
            // on the connection and wait for their read timeout.
            if parsed.expectsContinue, inbound == nil { sendContinue() }
            dispatch(parsed, token, .bytes([]))
        case .length(let size):
            let isStreamed = listener.responder.wantsStream(parsed.head)
            if size > (isStreamed ? limits.streamedBodySizeMax : limits.bufferedBodySizeMax) {
                refuse(.bodyTooLarge, head: parsed.head)
            } else if !isStreamed, size <= inbound?.readableBytes ?? 0,
                let bytes = inbound?.readBytes(length: size)
            {
                consume(0)
                dispatch(parsed, token, .bytes(bytes))
            } else {
                receive(parsed, token, isStreamed: isStreamed)
            }
        case .chunked:
            receive(parsed, token, isStreamed: listener.responder.wantsStream(parsed.head))
        }
    }

    /// Makes ready for a body that is not there yet, or that a reader takes.
    private func receive(_ parsed: ParsedHead, _ token: UInt64, isStreamed: Bool) {
        let reception = BodyReception(parsed: parsed, token: token, tick: loop.tick)
        switch parsed.framing {
        case .length(let size): reception.remaining = size
        case .chunked:
            reception.decoder = ChunkedDecoder(
                limits: listener.headLimits, chunkLineSizeMax: limits.chunkLineSizeMax)
        }
        reception.owesContinue = parsed.expectsContinue && inbound == nil
        reception.isWanted = !isStreamed
        phase = .body
        self.reception = reception
        guard isStreamed else {
            sendContinueIfDue()
            return
        }
        let reader = makeReader(parsed, token)
        reception.destination = .reader(reader)
        reception.isPaused = true
        dispatch(parsed, token, .stream(reader))
    }

    private func makeReader(_ parsed: ParsedHead, _ token: UInt64) -> HTTPBodyReader {
        var length: Int?
        if case .length(let size) = parsed.framing { length = size }
        let loop = loop
        return HTTPBodyReader(length: length, window: limits.bodyWindowSize) {
            loop.resumeBody(of: token)
        }
    }

    private func dispatch(
        _ parsed: ParsedHead, _ token: UInt64, _ body: HTTPBody, _ trailers: HTTPHeaders = [:]
    ) {
        if !parsed.keepAlive, reception == nil { phase = .ended }
        let request = HTTPRequest(head: parsed.head, body: body, trailers: trailers, connection: info)
        listener.responder.respond(to: request, reply: HTTPReply(sink: loop, token: token))
    }

    // MARK: Bodies

    private func readBody() -> Bool {
        guard var buffer = inbound, let reception, !reception.isPaused else { return false }
        inbound = nil
        defer { inbound = buffer.readableBytes == 0 ? inbound : buffer }
        reception.owesContinue = false
        reception.latestTick = loop.tick
        guard reception.decoder != nil else {
            let size = min(reception.remaining, buffer.readableBytes)
            reception.remaining -= size
            if size > 0, !take(&buffer, size) { return false }
            if reception.remaining == 0 { finishBody([:]) }
            return true
        }
        do throws(HTTPRefusal) {
            switch try reception.decoder?.next(&buffer) {
            case .incomplete, nil: return false
            case .data(let size): return take(&buffer, size)
            case .end(let trailers): finishBody(trailers)
            }
        } catch {
            buffer.clear()
            refuseBody(error)
            return false
        }
        return true
    }

    /// Gives `size` bytes of the body to where they belong; false if the body is refused for them.
    private func take(_ buffer: inout ByteBuffer, _ size: Int) -> Bool {
        guard let reception else { return false }
        reception.size += size
        let total = reception.size
        switch reception.destination {
        case .buffer:
            if total > limits.bufferedBodySizeMax { break }
            buffer.readWithUnsafeReadableBytes { bytes in
                reception.bytes.append(contentsOf: bytes.prefix(size))
                return size
            }
            return true
        case .reader(let reader):
            if total > limits.streamedBodySizeMax { break }
            if let bytes = buffer.readBytes(length: size) { reception.isPaused = !reader.offer(bytes) }
            return true
        case .nowhere:
            if total > limits.drainSizeMax { break }
            buffer.moveReaderIndex(forwardBy: size)
            return true
        }
        buffer.clear()
        refuseBody(.bodyTooLarge)
        return false
    }

    private func finishBody(_ trailers: HTTPHeaders) {
        guard let reception else { return }
        self.reception = nil
        phase = .head
        switch reception.destination {
        case .buffer:
            dispatch(reception.parsed, reception.token, .bytes(reception.bytes), trailers)
        case .reader(let reader):
            if !reception.parsed.keepAlive { phase = .ended }
            reader.finish(trailers: trailers)
        case .nowhere:
            break
        }
    }

    /// The reader has room: called by `LoopContext` for the request with `token`.
    func resumeBody(_ token: UInt64) {
        guard reception?.token == token else { return }
        reception?.isPaused = false
        reception?.isWanted = true
        reception?.latestTick = loop.tick
        sendContinueIfDue()
    }

    // MARK: Refusals

    /// Answers a request that no service sees, and ends the connection behind it.
    func refuse(_ refusal: HTTPRefusal, head: HTTPRequestHead?) {
        inbound = nil
        phase = .ended
        if head == nil {
            guard let token = makeToken() else { return }
            exchanges.append(Exchange(token: token, isHead: false, isVersion10: false, keepAlive: false))
        }
        let last = exchanges.index(before: exchanges.endIndex)
        exchanges[last].keepAlive = false
        ending = .linger
        answer(exchanges[last].token, listener.responder.response(to: refusal, head: head))
    }

    /// The body that is coming in is malformed, too large or late.
    func refuseBody(_ refusal: HTTPRefusal) {
        guard let reception else { return }
        self.reception = nil
        switch reception.destination {
        case .buffer:
            refuse(refusal, head: reception.parsed.head)
        case .reader(let reader):
            phase = .ended
            ending = .linger
            if !exchanges.isEmpty { exchanges[exchanges.index(before: exchanges.endIndex)].keepAlive = false }
            reader.fail(.refused(refusal))
        case .nowhere:
            phase = .ended
            endAfterWrites(.linger)
        }
    }
}

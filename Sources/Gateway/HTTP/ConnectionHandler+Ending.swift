import NIOCore

extension ConnectionHandler {
    /// Ends the connection behind what is written; `ending` set before goes first.
    func endAfterWrites(_ wanted: Ending) {
        phase = .ended
        isEnding = true
        ending = ending ?? wanted
    }

    /// All is written.
    func end() {
        guard let context, lingerTick == nil else { return }
        guard ending == .linger, !isInputClosed else {
            context.close(promise: nil)
            return
        }
        lingerTick = loop.tick
        context.close(mode: .output, promise: nil)
        settle()
    }

    /// Cuts the connection, whatever is under way.
    func abort() {
        outbound = nil
        context?.close(promise: nil)
    }

    /// The client sends no more; it may still read.
    func onInputClosed() {
        isInputClosed = true
        loseExchanges()
        if lingerTick != nil {
            abort()
            return
        }
        settle()
    }

    /// Remembers what to do when the client of `token`'s request goes away before it is answered.
    func whenLost(_ token: UInt64, _ action: @escaping @Sendable () -> Void) {
        guard let index = exchanges.firstIndex(where: { $0.token == token }) else { return }
        if isInputClosed { return action() }
        exchanges[index].onLoss = action
    }

    /// Tells everyone who works for this client that it is gone.
    func loseExchanges() {
        for index in exchanges.indices {
            exchanges[index].onLoss?()
            exchanges[index].onLoss = nil
        }
    }

    /// After the end of the input: what is whole is answered, what is not never will be.
    func endIfNothingCanCome() {
        if phase == .body, inbound == nil {
            if case .reader(let reader) = reception?.destination {
                reader.fail(.connectionLost)
            } else if case .buffer = reception?.destination {
                exchanges.removeLast()
            }
            reception = nil
            phase = .ended
            if !exchanges.isEmpty { exchanges[exchanges.index(before: exchanges.endIndex)].keepAlive = false }
        }
        if exchanges.isEmpty, !isEnding { endAfterWrites(.close) }
    }

    /// The server stops: an idle connection is closed, others are closed behind their answers.
    func finishForStop() {
        if exchanges.isEmpty, inbound == nil, phase == .head {
            endAfterWrites(.close)
            settle()
        }
    }

    // MARK: Time-outs

    /// Called once a tick.
    func checkTimeOuts() {
        let tick = loop.tick
        let ticks = listener.ticks
        if let lingerTick {
            if tick - lingerTick > ticks.linger { abort() }
            return
        }
        if isWriteStalled(tick) {
            abort()
            return
        }
        switch phase {
        case .head:
            if let headTick, hasRoom {
                if tick - headTick > ticks.head { timeOut() }
            } else if exchanges.isEmpty, tick - idleTick > ticks.idle {
                endAfterWrites(.close)
                settle()
            }
        case .body: checkBody(tick)
        case .ended: break
        }
    }

    private func timeOut() {
        refuse(.timedOut, head: nil)
        settle()
    }

    private func checkBody(_ tick: UInt64) {
        guard let reception, !reception.isPaused else { return }
        // A client that is not told to go on yet owes nothing.
        if reception.owesContinue { return }
        var isLate = tick - reception.latestTick > listener.ticks.bodyStall
        if case .buffer = reception.destination {
            isLate = isLate || tick - reception.startTick > listener.ticks.bufferedBody
        }
        guard isLate else { return }
        refuseBody(.timedOut)
        settle()
    }

    private func isWriteStalled(_ tick: UInt64) -> Bool {
        guard let context, writtenSize > flushedSize else { return false }
        let waiting: Int
        do {
            waiting = try context.channel.syncOptions?.getOption(.bufferedWritableBytes) ?? 0
        } catch {
            return true
        }
        let flushed = writtenSize - waiting
        if flushed > flushedSize {
            flushedSize = flushed
            flushedTick = tick
            return false
        }
        return tick - flushedTick > listener.ticks.writeStall
    }
}

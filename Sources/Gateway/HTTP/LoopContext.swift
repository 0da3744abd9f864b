import NIOCore
import Synchronization

/// What the connections of one event loop share: their table, the answers that come from other threads, and
/// one timer.
///
/// SAFETY: all mutable state but the mutex is touched on `eventLoop` only; the entry points check it.
final class LoopContext: HTTPReplySink, @unchecked Sendable {
    let eventLoop: any EventLoop
    let executor: LoopExecutor?
    let allocator = ByteBufferAllocator()
    /// Counts `HTTPLimits.tick`s while there are connections.
    private(set) var tick: UInt64 = 0
    /// The server stops: connections are not kept.
    private(set) var isStopping = false
    private(set) var connectionCount = 0

    /// Answers that other threads sent and the loop has not seen.
    private let mailbox = Mutex<[HTTPAnswer]>([])
    private var connections: [ConnectionHandler?] = []
    private var freePlaces: [Int] = []
    private var nextSequence: UInt64 = 0
    private var isTicking = false
    private var emptied: EventLoopPromise<Void>?

    /// A token is a place in `connections` above this many bits of a sequence number that never comes
    /// again.
    private static let sequenceBits: UInt64 = 40

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        executor = LoopExecutor(eventLoop: eventLoop)
    }

    // MARK: Answers

    func accept(_ response: HTTPResponse, for token: UInt64) {
        if eventLoop.inEventLoop {
            guard let connection = connection(for: token) else { return }
            connection.answer(token, response)
            connection.settle()
            return
        }
        let isFirst = mailbox.withLock { answers in
            answers.append(HTTPAnswer(token: token, response: response))
            return answers.count == 1
        }
        if isFirst { eventLoop.execute { self.deliver() } }
    }

    func accept(_ answers: [HTTPAnswer]) {
        if eventLoop.inEventLoop {
            deliver(answers)
            return
        }
        let isFirst = mailbox.withLock { waiting in
            let isFirst = waiting.isEmpty
            waiting.append(contentsOf: answers)
            return isFirst
        }
        if isFirst { eventLoop.execute { self.deliver() } }
    }

    /// The reader of the body of `token`'s request has room; any thread.
    func resumeBody(of token: UInt64) {
        onLoop(token) { $0.resumeBody(token) }
    }

    /// The producer of the answer to `token`'s request has more; any thread.
    func resumeSender(of token: UInt64) {
        onLoop(token) { $0.resumeSender(token) }
    }

    private func onLoop(_ token: UInt64, _ act: @escaping @Sendable (ConnectionHandler) -> Void) {
        eventLoop.execute {
            guard let connection = self.connection(for: token) else { return }
            act(connection)
            connection.settle()
        }
    }

    private func deliver() {
        let answers = mailbox.withLock { answers in
            let all = answers
            answers = []
            return all
        }
        deliver(answers)
    }

    /// Gives each connection its answers, then writes what they left: one write for each connection.
    private func deliver(_ answers: [HTTPAnswer]) {
        for answer in answers {
            connection(for: answer.token)?.answer(answer.token, answer.response)
        }
        for answer in answers {
            connection(for: answer.token)?.settle()
        }
    }

    func whenLost(_ token: UInt64, _ action: @escaping @Sendable () -> Void) {
        guard eventLoop.inEventLoop else {
            eventLoop.execute { self.whenLost(token, action) }
            return
        }
        guard let connection = connection(for: token) else { return action() }
        connection.whenLost(token, action)
    }

    private func connection(for token: UInt64) -> ConnectionHandler? {
        let place = Int(token >> Self.sequenceBits)
        return place < connections.count ? connections[place] : nil
    }

    // MARK: Connections

    /// Enters a connection; returns its place.
    func add(_ connection: ConnectionHandler) -> Int {
        eventLoop.preconditionInEventLoop()
        connectionCount += 1
        startTicking()
        if let place = freePlaces.popLast() {
            connections[place] = connection
            return place
        }
        connections.append(connection)
        return connections.count - 1
    }

    func remove(_ place: Int) {
        eventLoop.preconditionInEventLoop()
        guard connections[place] != nil else { return }
        connections[place] = nil
        freePlaces.append(place)
        connectionCount -= 1
        if connectionCount == 0 { emptied?.succeed() }
    }

    /// A new request's token.
    func makeToken(place: Int) -> UInt64 {
        nextSequence = (nextSequence + 1) & (1 << Self.sequenceBits - 1)
        return UInt64(place) << Self.sequenceBits | nextSequence
    }

    // MARK: Time

    private func startTicking() {
        guard !isTicking else { return }
        isTicking = true
        scheduleTick()
    }

    private func scheduleTick() {
        eventLoop.scheduleTask(in: TimeAmount(HTTPLimits.tick)) { self.onTick() }
    }

    private func onTick() {
        tick += 1
        for connection in connections { connection?.checkTimeOuts() }
        if connectionCount == 0 {
            isTicking = false
        } else {
            scheduleTick()
        }
    }

    // MARK: Stopping

    /// Lets every connection finish what it has; the future completes when none is left.
    func drain() -> EventLoopFuture<Void> {
        eventLoop.preconditionInEventLoop()
        isStopping = true
        let promise = emptied ?? eventLoop.makePromise(of: Void.self)
        emptied = promise
        if connectionCount == 0 { promise.succeed() }
        for connection in connections { connection?.finishForStop() }
        return promise.futureResult
    }

    /// Cuts every connection.
    func closeAll() {
        eventLoop.preconditionInEventLoop()
        for connection in connections { connection?.abort() }
    }
}

public import EventPattern
public import Kernel
internal import Logging
internal import Synchronization
internal import Wire

/// Takes messages from a queue and gives them to a consumer in batches, several at a time, while there are
/// any.
public final class QueuePoller: SourcePoller {
    /// How a queue is polled.
    public struct Settings: Sendable {
        /// Names the poller in the log.
        public var label: String
        public var source: ARN
        /// Messages of a batch.
        public var batchSize: Int
        /// How long a batch that is not full waits for more.
        public var window: Duration
        /// Batches under way at a time.
        public var concurrency = QueuePoller.concurrencyDefault
        /// A message that none of them lets through is deleted; without any all are let through.
        public var filters: [EventPattern]

        public init(
            label: String, source: ARN, batchSize: Int, window: Duration, filters: [EventPattern]
        ) {
            self.label = label
            self.source = source
            self.batchSize = batchSize
            self.window = window
            self.filters = filters
        }
    }

    private struct State {
        var isStopped = false
        var underWay = 0
    }

    /// Batches under way at a time when nobody names a limit.
    public static let concurrencyDefault = 32
    /// While so many batches are under way and the last one was not full, the next waits for one of them, or
    /// this long: messages that come one by one then share a batch instead of each making its own.
    static let eagerBatchesMax = 2
    static let gatheringPause: Duration = .milliseconds(20)
    /// Seconds that one request waits for messages.
    static let waitSeconds = 20
    /// Pause after a failed request.
    static let failurePause: Duration = .seconds(5)
    /// Pause before a batch that found no room is tried again, and how often it is.
    static let throttlePause: Duration = .seconds(1)
    static let throttlesMax = 5

    /// Bytes of a batch; it stops growing at half of what a function takes.
    private static let batchBytesMax = 3 << 20

    private let settings: Settings
    private let consumer: any BatchConsumer
    private let kernel: Kernel
    private let state = Mutex(State())
    private let room: Signal
    /// What kept the last request for messages from succeeding.
    private let trouble = Mutex<SourceTrouble?>(nil)

    public init(_ settings: Settings, for consumer: any BatchConsumer, _ kernel: Kernel) {
        self.settings = settings
        self.consumer = consumer
        self.kernel = kernel
        room = Signal(activity: kernel.time.activity)
    }

    public var difficulty: SourceTrouble? { trouble.withLock { $0 } }

    public func stop() {
        state.withLock { $0.isStopped = true }
        room.fire()
    }

    private var isStopped: Bool { Task.isCancelled || state.withLock { $0.isStopped } }

    public func run() async {
        while !isStopped {
            do {
                try await poll()
            } catch {
                kernel.log.debug("\(settings.label): \(error)")
                let again = kernel.time.now + Self.failurePause
                trouble.withLock { $0 = SourceTrouble(DeliveryFailure(of: error), until: again) }
                await kernel.time.sleep(until: kernel.time.now + Self.failurePause)
            }
        }
    }

    private func poll() async throws {
        let call = try await consumer.sourceCall()
        let queue = try await SourceQueue(settings.source, call)
        // The role may change: looked up anew now and then.
        var isBehind = false
        for _ in 0..<100 where !isStopped {
            guard await waitForRoom() else { return }
            if !isBehind { await gather() }
            let messages = try await collect(queue, call)
            isBehind = messages.count >= settings.batchSize
            trouble.withLock { $0 = nil }
            guard !messages.isEmpty else { continue }
            if isStopped { return await queue.release(messages, call) }
            dispatch(messages, queue, call)
        }
    }

    /// Waits until one more batch may be under way; false when the poller has been stopped.
    private func waitForRoom() async -> Bool {
        let limit = settings.concurrency
        while !isStopped {
            if state.withLock({ $0.underWay < limit }) { return true }
            await room.wait()
        }
        return false
    }

    /// Lets messages gather in the queue while enough batches are under way.
    private func gather() async {
        let end = kernel.time.now + Self.gatheringPause
        let room = room
        let alarm = kernel.time.alarm(at: end) { room.fire() }
        defer { kernel.time.cancel(alarm) }
        while !isStopped, kernel.time.now < end,
            state.withLock({ $0.underWay >= Self.eagerBatchesMax })
        {
            await room.wait()
        }
    }

    /// A batch: what one request brings, or as much as comes within the batching window.
    private func collect(_ queue: SourceQueue, _ call: Kernel.Call) async throws -> [QueueMessage] {
        let (size, window) = (settings.batchSize, settings.window)
        var messages = try await receive(queue, min(size, 10), wait: Self.waitSeconds, call)
        guard window > .zero, !messages.isEmpty else { return messages }
        let end = kernel.time.now + window
        var bytes = messages.reduce(0) { $0 + $1.size }
        while messages.count < size, bytes < Self.batchBytesMax, !isStopped {
            let rest = (end - kernel.time.now).milliseconds
            guard rest > 0 else { break }
            let wait = min(Self.waitSeconds, Int((rest + 999) / 1000))
            let more = try await receive(queue, min(size - messages.count, 10), wait: wait, call)
            bytes += more.reduce(0) { $0 + $1.size }
            messages += more
        }
        return messages
    }

    /// Receives messages; those that no filter lets through are deleted, as they are done with.
    private func receive(
        _ queue: SourceQueue, _ count: Int, wait: Int, _ call: Kernel.Call
    ) async throws -> [QueueMessage] {
        let messages = try await queue.receive(count, wait: wait, call)
        let filters = settings.filters
        // What a poller gets that was stopped meanwhile is for the next one, which may have other filters.
        guard !filters.isEmpty, !isStopped else { return messages }
        let chosen = messages.filter { message in
            let event = message.filterEvent(queue.arn).utf8
            return filters.contains { $0.matches(event) }
        }
        let rest = messages.filter { message in !chosen.contains { $0.id == message.id } }
        if !rest.isEmpty {
            try await consumer.passOver(
                rest.map { SourceEvent(id: $0.id, json: $0.filterEvent(queue.arn), trace: $0.trace) })
            await queue.delete(rest, call)
        }
        return chosen
    }

    private func dispatch(_ messages: [QueueMessage], _ queue: SourceQueue, _ call: Kernel.Call) {
        state.withLock { $0.underWay += 1 }
        kernel.duties.run {
            await self.process(messages, queue, call)
            self.state.withLock { $0.underWay -= 1 }
            self.room.fire()
        }
    }

    /// Gives one batch to the consumer and deletes what it has done; the rest appears again in the queue.
    private func process(_ messages: [QueueMessage], _ queue: SourceQueue, _ call: Kernel.Call) async {
        let events = messages.map {
            SourceEvent(id: $0.id, json: $0.record(queue.arn), trace: $0.trace)
        }
        for attempt in 1...Self.throttlesMax {
            switch await consumer.take(events) {
            case .failed: return
            case .throttled where attempt < Self.throttlesMax && !isStopped:
                await kernel.time.sleep(until: kernel.time.now + Self.throttlePause)
            case .throttled: return await consumer.giveBack(events)
            case .done(let failed):
                let done = messages.filter { !failed.contains($0.id) }
                if !done.isEmpty { await queue.delete(done, call) }
                return
            }
        }
    }
}

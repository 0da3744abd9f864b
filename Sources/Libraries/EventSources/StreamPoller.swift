public import EventPattern
public import Kernel
internal import Logging
internal import Synchronization
internal import Wire

/// Takes records from a stream and gives them to a consumer, batch after batch in their order. A batch that
/// fails holds up those behind it until it succeeds, has been tried often enough or is too old.
public final class StreamPoller: SourcePoller {
    /// How a stream is polled.
    public struct Settings: Sendable {
        /// Names the poller in the log.
        public var label: String
        public var source: ARN
        /// Records of a batch.
        public var batchSize: Int
        /// How long a batch that is not full waits for more.
        public var window: Duration
        /// How often a batch is tried again; nil: without end.
        public var retriesMax: Int?
        /// Records that are older are given up; nil: none.
        public var ageMaxSeconds: Int?
        /// Whether a batch that fails is halved.
        public var bisects = false
        /// A record that none of them lets through is passed over; without any all are let through.
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

    /// How long a poller waits for news before it asks for a fresh place.
    private static let pauseMax: Duration = .seconds(300)
    private static let failurePause: Duration = .seconds(5)
    private static let throttlePause: Duration = .seconds(1)
    /// The pause before a failed batch is tried again doubles up to this.
    private static let retryPauseSecondsMax: Int64 = 60
    /// Rounds after which the role is looked up anew.
    private static let roundsMax = 100

    /// Bytes of a batch; it stops growing at half of what a function takes.
    private static let batchBytesMax = 3 << 20

    private let settings: Settings
    private let consumer: any StreamConsumer
    private let kernel: Kernel
    private let isEnded = Mutex(false)

    public init(_ settings: Settings, for consumer: any StreamConsumer, _ kernel: Kernel) {
        self.settings = settings
        self.consumer = consumer
        self.kernel = kernel
    }

    public func stop() {
        isEnded.withLock { $0 = true }
        kernel.news.wake(news)
    }

    /// Where the stream tells that it has something new.
    private var news: String { settings.source.description }

    private var isStopped: Bool { Task.isCancelled || isEnded.withLock { $0 } }

    public func run() async {
        while !isStopped {
            do {
                try await poll()
            } catch {
                kernel.log.debug("\(settings.label): \(error)")
                await kernel.time.sleep(until: kernel.time.now + Self.failurePause)
            }
        }
    }

    private func poll() async throws {
        let call = try await consumer.sourceCall()
        let stream = try await SourceStream(settings.source, call)
        guard let place = try await consumer.place() else { return stop() }
        var iterator = try await stream.iterator(after: place.number, call)
        for _ in 0..<Self.roundsMax where !isStopped {
            let waiter = kernel.news.join(news)
            defer { kernel.news.leave(waiter) }
            let page = try await collect(stream, iterator, call)
            if page.records.isEmpty {
                guard let next = page.next else { return stop() }
                iterator = next
                await kernel.news.wait(waiter, until: kernel.time.now + Self.pauseMax)
                continue
            }
            let since = place.number.isEmpty ? place.since.seconds : 0
            guard await process(chosen(page.records, since), stream.shard) else { return }
            guard let last = page.records.last, try await consumer.note(last.number) else { return }
            guard let next = page.next else { return stop() }
            iterator = next
        }
    }

    /// A batch: what is there, or what comes within the batching window.
    private func collect(
        _ stream: SourceStream, _ start: String, _ call: Kernel.Call
    ) async throws -> (records: [SourceRecord], next: String?) {
        let (size, window) = (settings.batchSize, settings.window)
        var (records, next) = try await stream.read(start, limit: size, call)
        guard window > .zero, !records.isEmpty else { return (records, next) }
        let end = kernel.time.now + window
        var bytes = records.reduce(0) { $0 + $1.size }
        while let place = next, records.count < size, bytes < Self.batchBytesMax, !isStopped {
            let waiter = kernel.news.join(news)
            defer { kernel.news.leave(waiter) }
            let more = try await stream.read(place, limit: size - records.count, call)
            next = more.next
            records += more.records
            bytes += more.records.reduce(0) { $0 + $1.size }
            guard kernel.time.now < end else { break }
            if more.records.isEmpty { await kernel.news.wait(waiter, until: end) }
        }
        return (records, next)
    }

    /// Those that were made since they are wanted, and that a filter lets through.
    private func chosen(_ records: [SourceRecord], _ since: Int64) -> [SourceRecord] {
        records.filter { record in
            guard record.second >= since else { return false }
            let filters = settings.filters
            let event = filters.isEmpty ? [] : record.event.utf8
            return filters.isEmpty || filters.contains { $0.matches(event) }
        }
    }

    // MARK: Batches

    /// Gives records to the consumer until it has done them or they are given up; false when stopped.
    private func process(_ records: [SourceRecord], _ shard: String) async -> Bool {
        var rest = records
        var failures = 0
        while !rest.isEmpty {
            guard !isStopped else { return false }
            rest = await young(rest, shard)
            guard !rest.isEmpty else { break }
            guard let done = await attempt(rest) else {
                await kernel.time.sleep(until: kernel.time.now + Self.throttlePause)
                continue
            }
            // Progress begins the count anew.
            if done > 0 { failures = 0 }
            rest.removeFirst(done)
            if rest.isEmpty { return true }
            failures += 1
            if let most = settings.retriesMax, failures > most {
                await consumer.giveUp(rest, .attempts, shard: shard)
                return true
            }
            if settings.bisects, rest.count > 1 {
                let half = rest.count / 2
                guard await process(Array(rest[..<half]), shard) else { return false }
                rest.removeFirst(half)
                continue
            }
            let seconds = min(Int64(1) << min(failures - 1, 6), Self.retryPauseSecondsMax)
            await kernel.time.sleep(until: kernel.time.now + .seconds(seconds))
        }
        return true
    }

    private func young(_ records: [SourceRecord], _ shard: String) async -> [SourceRecord] {
        guard let most = settings.ageMaxSeconds else { return records }
        let oldest = kernel.time.now.seconds - Int64(most)
        let old = records.filter { $0.second < oldest }
        guard !old.isEmpty else { return records }
        await consumer.giveUp(old, .age, shard: shard)
        return records.filter { $0.second >= oldest }
    }

    /// How many of the first records are done; nil when there was no room for them.
    private func attempt(_ records: [SourceRecord]) async -> Int? {
        let events = records.map { SourceEvent(id: $0.number, json: $0.event, trace: nil) }
        switch await consumer.take(events) {
        case .throttled: return nil
        case .failed: return 0
        case .done(let failed):
            // From the first failure on, all is given again.
            return records.firstIndex { failed.contains($0.number) } ?? records.count
        }
    }
}

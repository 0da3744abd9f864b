internal import EventPattern
internal import Kernel
internal import LambdaInterface
internal import Logging
internal import Store
internal import Synchronization
internal import Wire

/// Takes records from a stream and gives them to a function, batch after batch in their order. A batch that
/// fails holds up those behind it until it succeeds, has been tried often enough or is too old.
final class StreamPoller: MappingPoller {
    /// How long a poller waits for news before it asks for a fresh place.
    private static let pauseMax: Duration = .seconds(300)
    private static let failurePause: Duration = .seconds(5)
    private static let throttlePause: Duration = .seconds(1)
    /// The pause before a failed batch is tried again doubles up to this.
    private static let retryPauseSecondsMax: Int64 = 60
    /// Rounds after which the role is looked up anew.
    private static let roundsMax = 100

    let mapping: Mapping
    private let scope: Scope
    private let lambda: Lambda
    private let kernel: Kernel
    private let filters: [EventPattern]
    private let isEnded = Mutex(false)

    init(mapping: Mapping, scope: Scope, lambda: Lambda) throws {
        self.mapping = mapping
        self.scope = scope
        self.lambda = lambda
        kernel = lambda.kernel
        filters = try MappingRules.filters(of: mapping.configuration)
    }

    func stop() {
        isEnded.withLock { $0 = true }
        kernel.news.wake(mapping.source)
    }

    private var isStopped: Bool { Task.isCancelled || isEnded.withLock { $0 } }

    func run() async {
        while !isStopped {
            do {
                try await poll()
            } catch {
                kernel.log.debug("lambda: mapping \(mapping.uuid): \(error)")
                await kernel.time.sleep(until: kernel.time.now + Self.failurePause)
            }
        }
    }

    private func poll() async throws {
        let reference = try FunctionReference(mapping.function)
        let own = Kernel.Call.internal(kernel, scope, operation: "lambda.mapping")
        let lambda = lambda
        let version = try await own.read { tx in try lambda.resolve(reference, own, in: tx).version }
        guard let source = ARN(mapping.source) else { return stop() }
        let call = try await lambda.functionCall(version, reference, scope, operation: "lambda.mapping")
        let stream = try await SourceStream(source, call)
        let uuid = mapping.uuid
        guard let place = try await own.read({ tx in try Checkpoints.of(uuid, in: tx) }) else {
            return stop()
        }
        var iterator = try await stream.iterator(after: place.number, call)
        for _ in 0..<Self.roundsMax where !isStopped {
            let waiter = kernel.news.join(mapping.source)
            defer { kernel.news.leave(waiter) }
            let page = try await collect(stream, iterator, call)
            if page.records.isEmpty {
                guard let next = page.next else { return stop() }
                iterator = next
                await kernel.news.wait(waiter, until: kernel.time.now + Self.pauseMax)
                continue
            }
            let since = place.number.isEmpty ? place.since.seconds : 0
            guard await process(chosen(page.records, since)) else { return }
            guard let last = page.records.last, try await note(last) else { return }
            guard let next = page.next else { return stop() }
            iterator = next
        }
    }

    /// A batch: what is there, or what comes within the batching window.
    private func collect(
        _ stream: SourceStream, _ start: String, _ call: Kernel.Call
    ) async throws -> (records: [SourceRecord], next: String?) {
        let size = mapping.configuration.batchSize ?? MappingRules.streamBatchSizeDefault
        let window = Duration.seconds(mapping.configuration.maximumBatchingWindowInSeconds ?? 0)
        var (records, next) = try await stream.read(start, limit: size, call)
        guard window > .zero, !records.isEmpty else { return (records, next) }
        let end = kernel.time.now + window
        var bytes = records.reduce(0) { $0 + $1.size }
        while let place = next, records.count < size, bytes < Limits.payloadSizeMax / 2, !isStopped {
            let waiter = kernel.news.join(mapping.source)
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

    /// Those that were made since the mapping was, and that a filter lets through.
    private func chosen(_ records: [SourceRecord], _ since: Int64) -> [SourceRecord] {
        records.filter { record in
            guard record.second >= since else { return false }
            let event = filters.isEmpty ? [] : record.event.utf8
            return filters.isEmpty || filters.contains { $0.matches(event) }
        }
    }

    /// Keeps that everything up to a record is done with; false when the mapping is gone.
    private func note(_ record: SourceRecord) async throws -> Bool {
        let (uuid, number) = (mapping.uuid, record.number)
        return try await kernel.store.write(label: "lambda.checkpoint") { tx in
            try Checkpoints.set(uuid, to: number, in: tx)
        }
    }

    // MARK: Batches

    /// Gives records to the function until it has done them or they are given up; false when stopped.
    private func process(_ records: [SourceRecord]) async -> Bool {
        var rest = records
        var failures = 0
        while !rest.isEmpty {
            guard !isStopped else { return false }
            rest = young(rest)
            guard !rest.isEmpty else { break }
            switch await attempt(rest) {
            case .done(let count):
                // Progress begins the count anew.
                if count > 0 { failures = 0 }
                rest.removeFirst(count)
                if rest.isEmpty { return true }
                failures += 1
            case .throttled:
                await kernel.time.sleep(until: kernel.time.now + Self.throttlePause)
                continue
            }
            if let most = mapping.configuration.maximumRetryAttempts, most >= 0, failures > most {
                kernel.log.notice("lambda: mapping \(mapping.uuid) gives up \(rest.count) records")
                return true
            }
            if mapping.configuration.bisectBatchOnFunctionError == true, rest.count > 1 {
                let half = rest.count / 2
                guard await process(Array(rest[..<half])) else { return false }
                rest.removeFirst(half)
                continue
            }
            let seconds = min(Int64(1) << min(failures - 1, 6), Self.retryPauseSecondsMax)
            await kernel.time.sleep(until: kernel.time.now + .seconds(seconds))
        }
        return true
    }

    private func young(_ records: [SourceRecord]) -> [SourceRecord] {
        guard let most = mapping.configuration.maximumRecordAgeInSeconds, most > 0 else { return records }
        let oldest = kernel.time.now.seconds - Int64(most)
        return records.filter { $0.second >= oldest }
    }

    private enum Outcome {
        /// So many of the first records are done.
        case done(Int)
        case throttled
    }

    private func attempt(_ records: [SourceRecord]) async -> Outcome {
        let own = Kernel.Call.internal(kernel, scope, operation: "lambda.mapping")
        let event: JSON = ["Records": .array(records.map(\.event))]
        do {
            let run = try await lambda.execute(
                try FunctionReference(mapping.function), event.utf8, clientContext: nil,
                requestID: own.requestID, own)
            guard !run.outcome.isError else { return .done(0) }
            guard mapping.configuration.functionResponseTypes?.contains("ReportBatchItemFailures") == true
            else { return .done(records.count) }
            let failed = BatchReport.failures(run.outcome.payload, of: records.map(\.number))
            // From the first failure on, all is given again.
            return .done(records.firstIndex { failed.contains($0.number) } ?? records.count)
        } catch is TooManyRequestsException {
            return .throttled
        } catch {
            kernel.log.debug("lambda: mapping \(mapping.uuid): \(error)")
            return .done(0)
        }
    }
}

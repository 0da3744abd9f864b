internal import EventPattern
internal import Kernel
internal import LambdaInterface
internal import Logging
internal import Synchronization
internal import Wire

/// Takes messages from a queue and gives them to a function in batches, several at a time, while there are
/// any.
final class Poller: MappingPoller {
    private struct State {
        var isStopped = false
        var underWay = 0
    }

    /// Batches under way at a time when the mapping names no limit.
    static let concurrencyDefault = 32
    /// While so many batches are under way and the last one was not full, the next waits for one of them, or
    /// this long: messages that come one by one then share an invocation instead of each taking its own.
    static let eagerBatchesMax = 2
    static let gatheringPause: Duration = .milliseconds(20)
    /// Seconds that one request waits for messages.
    static let waitSeconds = 20
    /// Pause after a failed request.
    static let failurePause: Duration = .seconds(5)
    /// Pause before a batch that found no room is tried again, and how often it is.
    static let throttlePause: Duration = .seconds(1)
    static let throttlesMax = 5

    let mapping: Mapping
    private let scope: Scope
    private let lambda: Lambda
    private let kernel: Kernel
    private let filters: [EventPattern]
    private let state = Mutex(State())
    private let room: Signal

    init(mapping: Mapping, scope: Scope, lambda: Lambda) throws {
        self.mapping = mapping
        self.scope = scope
        self.lambda = lambda
        kernel = lambda.kernel
        room = Signal(activity: lambda.kernel.time.activity)
        filters = try MappingRules.filters(of: mapping.configuration)
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        room.fire()
    }

    private var isStopped: Bool { Task.isCancelled || state.withLock { $0.isStopped } }

    /// Polls until the mapping ends or changes.
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
        let scope = scope
        let own = Kernel.Call.internal(kernel, scope, operation: "lambda.mapping")
        let lambda = lambda
        let version = try await own.read { tx in try lambda.resolve(reference, own, in: tx).version }
        guard let source = ARN(mapping.source) else { return stop() }
        let call = try await lambda.functionCall(version, reference, scope, operation: "lambda.mapping")
        let queue = SourceQueue(arn: source, url: try await lambda.queueURL(source, call))
        // The role may change: looked up anew now and then.
        var isBehind = false
        for _ in 0..<100 where !isStopped {
            guard await waitForRoom() else { return }
            if !isBehind { await gather() }
            let messages = try await collect(queue, call)
            isBehind = messages.count >= batchSize
            guard !messages.isEmpty else { continue }
            if isStopped { return await queue.release(messages, call) }
            dispatch(messages, queue, call)
        }
    }

    /// Waits until one more batch may be under way; false when the poller has been stopped.
    private func waitForRoom() async -> Bool {
        let limit = mapping.configuration.scalingConfig?.maximumConcurrency ?? Self.concurrencyDefault
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

    private var batchSize: Int { mapping.configuration.batchSize ?? MappingRules.batchSizeDefault }

    /// A batch: what one request brings, or as much as comes within the batching window.
    private func collect(_ queue: SourceQueue, _ call: Kernel.Call) async throws -> [QueueMessage] {
        let size = batchSize
        let window = Duration.seconds(mapping.configuration.maximumBatchingWindowInSeconds ?? 0)
        var messages = try await receive(queue, min(size, 10), wait: Self.waitSeconds, call)
        guard window > .zero, !messages.isEmpty else { return messages }
        let end = kernel.time.now + window
        var bytes = messages.reduce(0) { $0 + $1.size }
        while messages.count < size, bytes < Limits.payloadSizeMax / 2, !isStopped {
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
        guard !filters.isEmpty else { return messages }
        let chosen = messages.filter { message in
            let event = message.filterEvent(queue.arn).utf8
            return filters.contains { $0.matches(event) }
        }
        let rest = messages.filter { message in !chosen.contains { $0.id == message.id } }
        if !rest.isEmpty { await queue.delete(rest, call) }
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

    /// Gives one batch to the function and deletes what it has done; the rest appears again in the queue.
    private func process(_ messages: [QueueMessage], _ queue: SourceQueue, _ call: Kernel.Call) async {
        let event: JSON = ["Records": .array(messages.map { $0.record(queue.arn) })]
        let own = Kernel.Call.internal(
            kernel, scope, trace: messages.first?.trace, operation: "lambda.mapping")
        for attempt in 1...Self.throttlesMax {
            do {
                let run = try await lambda.execute(
                    try FunctionReference(mapping.function), event.utf8, clientContext: nil,
                    requestID: own.requestID, own)
                guard !run.outcome.isError else { return }
                let reports =
                    mapping.configuration.functionResponseTypes?.contains("ReportBatchItemFailures") == true
                let failed = reports ? BatchReport.failures(run.outcome.payload, of: messages.map(\.id)) : []
                let done = messages.filter { !failed.contains($0.id) }
                if !done.isEmpty { await queue.delete(done, call) }
                return
            } catch is TooManyRequestsException where attempt < Self.throttlesMax && !isStopped {
                await kernel.time.sleep(until: kernel.time.now + Self.throttlePause)
            } catch {
                kernel.log.debug("lambda: mapping \(mapping.uuid): \(error)")
                return
            }
        }
    }
}

internal import Kernel
internal import LambdaInterface
internal import Synchronization

/// The workers of a server: started on demand, kept warm, the last used first, stopped when idle or outdated.
final class Fleet: Sendable {
    private struct Idle {
        let worker: Worker
        let since: Instant
    }

    private struct State {
        var idle: [WorkerKey: [Idle]] = [:]
        var workers: [ObjectIdentifier: Worker] = [:]
        /// Processes, started or starting.
        var count = 0
        /// Invocations under way, by function and by scope.
        var running: [Int64: Int] = [:]
        var runningInScope: [Int64: Int] = [:]
        /// Workers that are to stay warm, by key.
        var provisioned: [WorkerKey: Int] = [:]
        var isSweeping = false
        var isStopped = false
    }

    /// How often an invocation that was lost before it was taken up is given to another worker.
    static let lossesMax = 3
    static let sweepInterval: Duration = .seconds(60)

    private let kernel: Kernel
    private let state = Mutex(State())

    init(kernel: Kernel) {
        self.kernel = kernel
        kernel.metrics.gauge("apus_lambda_workers") { [weak self] in
            Double(self?.state.withLock { $0.count } ?? 0)
        }
    }

    // MARK: Concurrency

    /// Counts one invocation in; throws AWS's throttling error when there is no room.
    func admit(_ function: Function, reservedTotal: Int) throws {
        let isReserved = function.reserved != nil
        let limit = function.reserved ?? Limits.concurrencyMax - reservedTotal
        let reason = state.withLock { state -> String? in
            let own = state.running[function.id, default: 0]
            if isReserved {
                if own >= limit { return "ReservedFunctionConcurrentInvocationLimitExceeded" }
            } else if state.runningInScope[function.scope, default: 0] >= limit {
                return "ConcurrentInvocationLimitExceeded"
            }
            state.running[function.id] = own + 1
            // A reservation is set aside: its use takes nothing from the rest.
            if !isReserved { state.runningInScope[function.scope, default: 0] += 1 }
            return nil
        }
        if let reason { throw TooManyRequestsException("Rate Exceeded.", type: "User", reason: reason) }
    }

    func dismiss(_ function: Function) {
        state.withLock { state in
            state.running[function.id, default: 1] -= 1
            if state.running[function.id] == 0 { state.running[function.id] = nil }
            guard function.reserved == nil else { return }
            state.runningInScope[function.scope, default: 1] -= 1
        }
    }

    // MARK: Workers

    /// Runs an invocation on a warm worker, or on a new one.
    func run(
        _ invocation: Invocation, key: WorkerKey, start: () async throws -> Worker
    ) async throws -> Outcome {
        for _ in 0..<Self.lossesMax {
            let worker = try await take(key, start)
            guard let outcome = await worker.run(invocation) else { continue }
            give(back: worker)
            return outcome
        }
        throw ServiceException("The workers of the function end before they take up work.", type: "Service")
    }

    private func take(_ key: WorkerKey, _ start: () async throws -> Worker) async throws -> Worker {
        while let worker = state.withLock({ $0.idle[key]?.popLast()?.worker }) {
            if worker.isUsable { return worker }
        }
        return try await add(start)
    }

    /// Starts a worker, if need be in the place of one that waits longest.
    private func add(_ start: () async throws -> Worker) async throws -> Worker {
        let (isAdmitted, victim) = state.withLock { state -> (Bool, Worker?) in
            guard !state.isStopped else { return (false, nil) }
            var victim: Worker?
            if state.count >= Limits.workersMax {
                guard
                    let key = state.idle.min(by: {
                        ($0.value.first?.since ?? .distantFuture)
                            < ($1.value.first?.since ?? .distantFuture)
                    })?.key,
                    let oldest = state.idle[key]?.first
                else { return (false, nil) }
                state.idle[key]?.removeFirst()
                victim = oldest.worker
            }
            state.count += 1
            return (true, victim)
        }
        victim?.stop()
        guard isAdmitted else {
            throw TooManyRequestsException(
                "Rate Exceeded.", type: "User", reason: "ConcurrentInvocationLimitExceeded")
        }
        do {
            let worker = try await start()
            let isStopped = state.withLock { state in
                state.workers[ObjectIdentifier(worker)] = worker
                return state.isStopped
            }
            if isStopped { worker.stop() }
            return worker
        } catch {
            state.withLock { $0.count -= 1 }
            throw error
        }
    }

    /// Called once for every worker whose process has ended.
    func ended(_ worker: Worker) {
        state.withLock { state in
            state.count -= 1
            state.workers[ObjectIdentifier(worker)] = nil
            state.idle[worker.key]?.removeAll { $0.worker === worker }
            if state.idle[worker.key]?.isEmpty == true { state.idle[worker.key] = nil }
        }
    }

    private func give(back worker: Worker) {
        guard worker.isUsable else { return }
        let now = kernel.time.now
        let isKept = state.withLock { state in
            guard !state.isStopped, now - worker.startedAt < Limits.workerAgeMax else { return false }
            state.idle[worker.key, default: []].append(Idle(worker: worker, since: now))
            return true
        }
        if isKept { sweepLater() } else { worker.stop() }
    }

    /// Stops the idle workers of a function that run anything but `keys`; busy ones stop after their run,
    /// because nobody asks for their key again and they grow old.
    func retire(function: Int64, except keys: Set<WorkerKey> = []) {
        let retired = state.withLock { state in
            var retired: [Worker] = []
            for (key, idle) in state.idle where !keys.contains(key) {
                guard idle.first?.worker.facts.function == function else { continue }
                retired += idle.map(\.worker)
                state.idle[key] = nil
            }
            return retired
        }
        for worker in retired { worker.stop() }
    }

    /// Sets how many workers of a version stay warm; answers how many idle or busy ones there are.
    func setProvisioned(_ count: Int, _ key: WorkerKey) {
        state.withLock { $0.provisioned[key] = count == 0 ? nil : count }
    }

    func count(of key: WorkerKey) -> Int {
        state.withLock { $0.workers.values.count { $0.key == key && $0.isUsable } }
    }

    /// Starts a worker that waits for work.
    func warm(_ start: () async throws -> Worker) async throws {
        let worker = try await add(start)
        give(back: worker)
    }

    // MARK: Sweeping

    private func sweepLater() {
        let isDue = state.withLock { state in
            defer { state.isSweeping = true }
            return !state.isSweeping
        }
        guard isDue else { return }
        kernel.time.alarm(at: kernel.time.now + Self.sweepInterval) { [weak self] in self?.sweep() }
    }

    private func sweep() {
        let now = kernel.time.now
        let (old, isMore) = state.withLock { state -> ([Worker], Bool) in
            var old: [Worker] = []
            for (key, idle) in state.idle {
                let kept = state.provisioned[key] ?? 0
                let surplus = max(0, idle.count - kept)
                // The longest idle come first.
                let expired = idle.prefix(surplus).filter { now - $0.since >= Limits.idleTimeMax }
                old += expired.map(\.worker)
                let rest = Array(idle.dropFirst(expired.count))
                state.idle[key] = rest.isEmpty ? nil : rest
            }
            let isMore = state.idle.contains { $0.value.count > (state.provisioned[$0.key] ?? 0) }
            state.isSweeping = false
            return (old, isMore)
        }
        for worker in old { worker.stop() }
        if isMore { sweepLater() }
    }

    /// Ends every worker.
    func stop() {
        let all = state.withLock { state in
            state.isStopped = true
            state.idle = [:]
            return Array(state.workers.values)
        }
        for worker in all { worker.stop() }
    }
}

internal import Kernel
internal import Logging
internal import Synchronization

/// Processes that wait for functions, a few of each program that was asked for.
final class Spares: Sendable {
    /// A process that waits, and the listener it talks to.
    struct Waiting: Sendable {
        let spare: Spare
        let listener: any LocalListener
    }

    private struct State {
        var waiting: [RuntimeProgram: [Waiting]] = [:]
        /// Starts under way.
        var starting: [RuntimeProgram: Int] = [:]
        var isStopped = false
    }

    /// Processes of one program that wait.
    static let waitingMax = 2

    private let kernel: Kernel
    private let state = Mutex(State())

    init(kernel: Kernel) {
        self.kernel = kernel
    }

    /// Takes a process that waits; `prepare` has another one started in its place.
    func take(_ program: RuntimeProgram) -> Waiting? {
        state.withLock { state in
            while state.waiting[program]?.isEmpty == false {
                if let found = state.waiting[program]?.removeFirst(), found.spare.isUsable { return found }
            }
            return nil
        }
    }

    /// Starts processes in the background until enough of them wait.
    func prepare(_ program: RuntimeProgram) {
        let missing = state.withLock { state in
            guard !state.isStopped else { return 0 }
            let there = (state.waiting[program]?.count ?? 0) + state.starting[program, default: 0]
            let missing = max(0, Self.waitingMax - there)
            state.starting[program, default: 0] += missing
            return missing
        }
        for _ in 0..<missing { kernel.duties.run { await self.start(program) } }
    }

    private func start(_ program: RuntimeProgram) async {
        var made: Waiting?
        do {
            made = try await launch(program)
        } catch {
            kernel.log.warning("lambda: \(program.executable) does not start: \(error)")
        }
        let isKept = state.withLock { [made] state in
            state.starting[program, default: 1] -= 1
            guard let made, !state.isStopped else { return false }
            state.waiting[program, default: []].append(made)
            return true
        }
        if !isKept { made?.spare.stop() }
    }

    private func launch(_ program: RuntimeProgram) async throws -> Waiting {
        let spare = Spare()
        let listener = try await kernel.outside.listeners.listen(bodySizeMax: Limits.answerReadMax) {
            spare.handle($0, $1)
        }
        do {
            var environment = program.environment
            environment["AWS_LAMBDA_RUNTIME_API"] = listener.address
            environment["_APUS_SPARE"] = "1"
            let process = try await kernel.outside.processes.start(
                ProcessRequest(
                    executable: program.executable, arguments: program.arguments, environment: environment,
                    directory: "/", output: { spare.wrote($0) }))
            spare.attach(process) {
                self.forget(spare, program)
                self.kernel.duties.run { await listener.close() }
            }
            return Waiting(spare: spare, listener: listener)
        } catch {
            await listener.close()
            throw error
        }
    }

    private func forget(_ spare: Spare, _ program: RuntimeProgram) {
        state.withLock { $0.waiting[program]?.removeAll { $0.spare === spare } }
    }

    /// Ends every process that waits.
    func stop() {
        let all = state.withLock { state in
            state.isStopped = true
            defer { state.waiting = [:] }
            return state.waiting.values.flatMap { $0 }
        }
        for waiting in all { waiting.spare.stop() }
    }
}

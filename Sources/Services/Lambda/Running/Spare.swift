internal import Kernel
internal import Synchronization
internal import Wire

/// A runtime's process that was started ahead of any function: it has loaded what every function needs and
/// waits to be told which one it runs.
///
/// It asks for `setup` by the runtime API and gets the function's environment and directory as the answer.
final class Spare: Sendable {
    private struct State {
        var worker: Worker?
        /// The process waits to be told.
        var asked: LocalReply?
        /// What it is told, once it asks.
        var setup: ResponseParts?
        var process: (any RunningProcess)?
        /// What it wrote before it had a function.
        var written: [UInt8] = []
        var isEnded = false
    }

    /// Bytes kept of what a process writes before it has a function.
    static let writtenSizeMax = 4096

    private let state = Mutex(State())

    var isUsable: Bool { state.withLock { !$0.isEnded && $0.process != nil } }

    /// Takes the process, and what to do when it ends without a function.
    func attach(_ process: any RunningProcess, whenEnded: @escaping @Sendable () -> Void) {
        state.withLock { $0.process = process }
        process.whenEnded { _ in
            let isAdopted = self.state.withLock { state in
                state.isEnded = true
                return state.worker != nil
            }
            if !isAdopted { whenEnded() }
        }
    }

    /// Takes the process for a worker; nil when it has ended meanwhile.
    func adopt(_ worker: Worker, dataMax: Int) -> (any RunningProcess)? {
        let adopted = state.withLock { state -> (process: any RunningProcess, written: [UInt8])? in
            guard !state.isEnded, let process = state.process else { return nil }
            state.worker = worker
            return (process, state.written)
        }
        guard let adopted else { return nil }
        adopted.process.limitData(to: dataMax)
        if !adopted.written.isEmpty { worker.wrote(adopted.written) }
        return adopted.process
    }

    /// Tells the process its function.
    func tell(_ environment: [String: String], directory: String) {
        var variables = JSONObject()
        for (name, value) in environment { variables[name] = .string(value) }
        let setup: JSON = ["environment": .object(variables), "directory": .string(directory)]
        let parts = ResponseParts(headers: [("Content-Type", "application/json")], body: setup.utf8)
        let asked = state.withLock { state in
            state.setup = parts
            defer { state.asked = nil }
            return state.asked
        }
        asked?.send(parts)
    }

    /// Answers one request of the process; called on an event loop.
    func handle(_ request: LocalRequest, _ reply: LocalReply) {
        let isSetup = request.path == "/2018-06-01/runtime/setup"
        let (worker, setup) = state.withLock { state in
            if isSetup, state.setup == nil { state.asked = reply }
            return (state.worker, state.setup)
        }
        if !isSetup {
            guard let worker else { return reply.send(ResponseParts(status: 404)) }
            worker.handle(request, reply)
        } else if let setup {
            reply.send(setup)
        }
    }

    func wrote(_ bytes: [UInt8]) {
        let worker = state.withLock { state in
            if state.worker == nil, state.written.count + bytes.count <= Self.writtenSizeMax {
                state.written += bytes
            }
            return state.worker
        }
        worker?.wrote(bytes)
    }

    func stop() { state.withLock { $0.process }?.kill() }
}

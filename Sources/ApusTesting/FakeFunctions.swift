public import Kernel
internal import Synchronization
internal import Wire

/// Stands in for the processes of functions: each run is answered by what a test says, at once and without a
/// process.
public final class FakeFunctions: ProcessPort, ListenerPort, DirectoryPort {
    /// How a run ends.
    public enum Answer: Sendable {
        case success(String)
        case failure(type: String, message: String)
        /// The process ends in the middle of the run.
        case crash
    }

    /// An archive that a function can be made of, in base64.
    public static let archive =
        """
        UEsDBBQAAAAAAAAAIVwdnfsECgAAAAoAAAAJAAAAYm9vdHN0cmFwIyEvYmluL3NoClBLAQIUAxQAAAAAAAAAIVwdnfsECgAAAAoAAAAJAAAAAAAAAAAAAADtAQAAAABib290c3RyYXBQSwUGAAAAAAEAAQA3AAAAMQAAAAAA
        """

    private typealias Handler = @Sendable (LocalRequest, LocalReply) -> Void

    private struct State {
        var handlers: [String: Handler] = [:]
        var count = 0
        var answer: @Sendable (String) -> Answer = { _ in .success("null") }
    }

    private let state = Mutex(State())

    public init() {}

    /// From now on runs are answered so, by their events.
    public func answer(_ answer: @escaping @Sendable (String) -> Answer) {
        state.withLock { $0.answer = answer }
    }

    // MARK: Ports

    public func listen(
        bodySizeMax: Int, _ handler: @escaping @Sendable (LocalRequest, LocalReply) -> Void
    ) async throws -> any LocalListener {
        let address = state.withLock { state in
            state.count += 1
            state.handlers["fake-\(state.count)"] = handler
            return "fake-\(state.count)"
        }
        return Listener(address: address, functions: self)
    }

    public func start(_ program: ProcessRequest) async throws -> any RunningProcess {
        let address = program.environment["AWS_LAMBDA_RUNTIME_API"] ?? ""
        let process = FakeProcess()
        process.whenWatched { self.next(address, process) }
        return process
    }

    public func directory(
        named name: String, _ entries: @Sendable () async throws -> [DirectoryEntry]
    ) async throws -> String { "/nonexistent/\(name)" }

    public func remove(_ name: String) async throws {}

    // MARK: The runtime

    private func send(
        _ method: String, _ path: String, _ body: String, to address: String,
        _ reply: @escaping @Sendable (ResponseParts) -> Void
    ) {
        guard let handler = state.withLock({ $0.handlers[address] }) else { return }
        let request = LocalRequest(
            method: method, path: "/2018-06-01/runtime/\(path)", header: { _ in nil }, body: Array(body.utf8))
        handler(request, LocalReply(send: reply))
    }

    private func next(_ address: String, _ process: FakeProcess) {
        send("GET", "invocation/next", "", to: address) { event in
            self.run(event, address, process)
        }
    }

    private func run(_ event: ResponseParts, _ address: String, _ process: FakeProcess) {
        let id = event.headers.first { $0.name == "Lambda-Runtime-Aws-Request-Id" }?.value ?? ""
        let answer = state.withLock { $0.answer }
        switch answer(String(decoding: event.body, as: UTF8.self)) {
        case .success(let text):
            send("POST", "invocation/\(id)/response", text, to: address) { _ in self.next(address, process) }
        case .failure(let type, let message):
            let error: JSON = ["errorType": .string(type), "errorMessage": .string(message)]
            send("POST", "invocation/\(id)/error", error.text, to: address) { _ in
                self.next(address, process)
            }
        case .crash: process.kill()
        }
    }

    private struct Listener: LocalListener {
        let address: String
        let functions: FakeFunctions

        func close() async { functions.state.withLock { $0.handlers[address] = nil } }
    }

    /// A process that does nothing, and begins when somebody watches it.
    private final class FakeProcess: RunningProcess {
        private struct State {
            var observers: [@Sendable (ProcessEnd) -> Void] = []
            var end: ProcessEnd?
            var begin: (@Sendable () -> Void)?
        }

        let id: Int32 = 1
        private let state = Mutex(State())

        func whenWatched(_ action: @escaping @Sendable () -> Void) { state.withLock { $0.begin = action } }

        func whenEnded(_ action: @escaping @Sendable (ProcessEnd) -> Void) {
            let (end, begin) = state.withLock { state in
                if state.end == nil { state.observers.append(action) }
                defer { state.begin = nil }
                return (state.end, state.begin)
            }
            if let end { action(end) }
            begin?()
        }

        func kill() {
            let observers = state.withLock { state in
                guard state.end == nil else { return [@Sendable (ProcessEnd) -> Void]() }
                state.end = .signalled(9)
                defer { state.observers = [] }
                return state.observers
            }
            for observer in observers { observer(.signalled(9)) }
        }

        func drainOutput() {}
        func limitMemory(to bytes: Int?) {}
        func limitData(to bytes: Int) {}
        func memoryPeak() -> Int { 0 }
    }
}

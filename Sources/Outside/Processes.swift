internal import CProcesses
internal import Glibc
public import Kernel
internal import Synchronization

/// Starts programs as children of the server that never outlive it.
///
/// One thread starts them, reads what they write, notices their end and watches their memory. The kernel
/// ends a child with the thread that started it, and a keeper process ends the children's own children, even
/// when the server is killed. Stops with `stop`.
public final class Processes: ProcessPort {
    /// How often the memory of programs under a limit is looked at.
    static let memoryInterval: Duration = .milliseconds(40)
    /// Looks in a row that found no limit before the thread looks no more until one is set: a limit that
    /// comes and goes with every short run then costs no waking of the thread.
    static let idleLooksMax = 100

    private struct State {
        var starts: [@Sendable () -> Void] = []
        var children: [Int32: Child] = [:]
        var isStopped = false
        /// The thread wakes by itself to look at memory.
        var isWatching = false
    }

    private let state = Mutex(State())
    private let poller: Int32
    private let waker: Int32
    private let keeper: Int32

    /// Starts the thread and the keeper.
    public init() throws {
        keeper = apus_keeper()
        guard keeper >= 0 else { throw ProcessError(operation: "fork", path: "keeper", code: -keeper) }
        poller = apus_poller()
        waker = apus_waker()
        guard poller >= 0, waker >= 0 else {
            throw ProcessError(operation: "epoll", path: "", code: errno)
        }
        watch(waker, as: 0)
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(
            &thread, nil,
            { context in
                // SAFETY: `init` retained the object for this thread, which takes over that reference.
                context.map { Unmanaged<Processes>.fromOpaque($0).takeRetainedValue().run() }
                return nil
            }, context)
        guard code == 0 else { throw ProcessError(operation: "pthread_create", path: "", code: code) }
    }

    /// Ends every child and the thread.
    public func stop() {
        let children = state.withLock { state in
            state.isStopped = true
            return Array(state.children.values)
        }
        for child in children { child.kill() }
        wake()
    }

    public func start(_ program: ProcessRequest) async throws -> any RunningProcess {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Child, any Error>) in
            let isStopped = state.withLock { state in
                guard !state.isStopped else { return true }
                state.starts.append { continuation.resume(with: Result { try self.launch(program) }) }
                return false
            }
            if isStopped {
                continuation.resume(
                    throwing: ProcessError(operation: "start", path: program.executable, code: ECANCELED))
            } else {
                wake()
            }
        }
    }

    public func locate(_ files: [String]) -> String? {
        files.first { file in
            var facts = Glibc.stat()
            return stat(file, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && access(file, X_OK) == 0
        }
    }

    private func wake() {
        var one: UInt64 = 1
        // A full counter means that the thread is woken already.
        _ = write(waker, &one, 8)
    }

    private func watch(_ descriptor: Int32, as key: UInt64) {
        _ = apus_poller_add(poller, descriptor, key)
    }

    private func launch(_ program: ProcessRequest) throws -> Child {
        var ends: [Int32] = [-1, -1]
        guard apus_pipe(&ends) == 0 else {
            throw ProcessError(operation: "pipe", path: program.executable, code: errno)
        }
        let id = Self.spawn(program, output: ends[1])
        close(ends[1])
        guard id > 0 else {
            close(ends[0])
            throw ProcessError(operation: "exec", path: program.executable, code: -id)
        }
        tell(keeper: id)
        let descriptor = apus_pidfd(id)
        let child = Child(
            id: id, handle: descriptor, output: ends[0], receive: program.output,
            limitChanged: { [weak self] in self?.watchMemory() })
        guard descriptor >= 0 else {
            child.kill()
            throw ProcessError(operation: "pidfd_open", path: program.executable, code: -descriptor)
        }
        let isStopped = state.withLock { state in
            state.children[id] = child
            return state.isStopped
        }
        if isStopped { child.kill() }
        watch(ends[0], as: UInt64(id) << 1)
        watch(descriptor, as: UInt64(id) << 1 | 1)
        return child
    }

    private static func spawn(_ program: ProcessRequest, output: Int32) -> Int32 {
        var arguments: [UnsafeMutablePointer<CChar>?] = ([program.executable] + program.arguments).map {
            strdup($0)
        }
        var environment: [UnsafeMutablePointer<CChar>?] = program.environment.map {
            strdup("\($0.key)=\($0.value)")
        }
        defer { for text in arguments + environment { free(text) } }
        arguments.append(nil)
        environment.append(nil)
        // SAFETY: the pointers stay valid for the length of the closures; the child execs or exits before
        // `apus_start` returns.
        return program.executable.withCString { executable in
            program.directory.withCString { directory in
                var description = apus_program(
                    executable: executable, arguments: nil, environment: nil, directory: directory,
                    output: output, data_max: UInt(program.dataMax ?? 0))
                return arguments.withUnsafeBufferPointer { arguments in
                    environment.withUnsafeBufferPointer { environment in
                        description.arguments = arguments.baseAddress
                        description.environment = environment.baseAddress
                        return apus_start(&description)
                    }
                }
            }
        }
    }

    private func tell(keeper message: Int32) {
        var message = message
        // The keeper is gone only if somebody killed it; the children then still end with the server itself.
        _ = write(keeper, &message, 4)
    }

    /// Called when a limit was set: the thread must look at it, unless it does so anyway.
    private func watchMemory() {
        if !state.withLock({ $0.isWatching }) { wake() }
    }

    /// The thread's life: events until the server stops and the last child is gone.
    private func run() {
        var keys = [UInt64](repeating: 0, count: 64)
        var wait: Int32 = -1
        var idleLooks = 0
        var sinceLook = Stopwatch()
        while true {
            let count = apus_poller_wait(poller, &keys, 64, wait)
            for key in keys.prefix(Int(max(0, count))) { handle(key) }
            let (starts, children, isStopped) = state.withLock { state in
                defer { state.starts = [] }
                return (state.starts, state.children, state.isStopped)
            }
            for start in starts { start() }
            if isStopped, starts.isEmpty, children.isEmpty { break }
            if wait >= 0, sinceLook.elapsed < Self.memoryInterval { continue }
            sinceLook = Stopwatch()
            idleLooks = checkMemory(of: children) ? 0 : idleLooks + 1
            wait = nextLook(idleLooks, children)
        }
        close(keeper)
        close(poller)
        close(waker)
    }

    /// Whether any of the children has a limit.
    private func checkMemory(of children: [Int32: Child]) -> Bool {
        children.values.reduce(false) { $1.checkMemory() || $0 }
    }

    /// Milliseconds until memory must be looked at, -1 for never.
    private func nextLook(_ idleLooks: Int, _ children: [Int32: Child]) -> Int32 {
        let isWatching = !children.isEmpty && idleLooks < Self.idleLooksMax
        state.withLock { $0.isWatching = isWatching }
        let interval = Int32(Self.memoryInterval.milliseconds)
        if isWatching { return interval }
        // A limit set before the flag fell woke nobody.
        guard checkMemory(of: children) else { return -1 }
        state.withLock { $0.isWatching = true }
        return interval
    }

    private func handle(_ key: UInt64) {
        guard key != 0 else {
            var count: UInt64 = 0
            read(waker, &count, 8)
            return
        }
        let id = Int32(truncatingIfNeeded: key >> 1)
        guard let child = state.withLock({ $0.children[id] }) else { return }
        if key & 1 == 0 {
            if child.readOutput() { _ = apus_poller_remove(poller, child.output) }
        } else {
            _ = apus_poller_remove(poller, child.handle)
            _ = apus_poller_remove(poller, child.output)
            // What it started must not stay behind.
            Glibc.kill(-id, SIGKILL)
            tell(keeper: -id)
            state.withLock { _ = $0.children.removeValue(forKey: id) }
            child.reap()
        }
    }
}

/// A process operation that failed.
struct ProcessError: Error, CustomStringConvertible {
    let operation: String
    let path: String
    let code: Int32

    var description: String { "\(operation) \(path): \(String(cString: strerror(code)))" }
}

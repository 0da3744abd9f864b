internal import CProcesses
internal import Glibc
internal import Kernel
internal import Synchronization

/// A child of the server, from its start to its end.
final class Child: RunningProcess {
    private struct State {
        var end: ProcessEnd?
        var observers: [@Sendable (ProcessEnd) -> Void] = []
        var memoryMax: Int?
        var isOverLimit = false
        /// The pipe has been closed, or will be once.
        var isClosed = false
    }

    /// Bytes read from the pipe at a time.
    private static let pieceSize = 16 << 10
    /// Pieces read in one go, so that a program that never stops writing does not hold the thread.
    private static let piecesMax = 64

    let id: Int32
    /// Readable when the process has ended.
    let handle: Int32
    let output: Int32
    private let receive: @Sendable ([UInt8]) -> Void
    private let state = Mutex(State())
    private let reading = Mutex(())
    private let limitChanged: @Sendable () -> Void

    init(
        id: Int32, handle: Int32, output: Int32, receive: @escaping @Sendable ([UInt8]) -> Void,
        limitChanged: @escaping @Sendable () -> Void
    ) {
        self.id = id
        self.handle = handle
        self.output = output
        self.receive = receive
        self.limitChanged = limitChanged
    }

    deinit {
        if !state.withLock({ $0.isClosed }) { close(output) }
        if handle >= 0 { close(handle) }
    }

    func whenEnded(_ action: @escaping @Sendable (ProcessEnd) -> Void) {
        let end = state.withLock { state in
            if state.end == nil { state.observers.append(action) }
            return state.end
        }
        if let end { action(end) }
    }

    func kill() {
        // An id is reused only after `reap`, which sets the end under the same lock.
        state.withLock { state in
            guard state.end == nil else { return }
            Glibc.kill(-id, SIGKILL)
            Glibc.kill(id, SIGKILL)
        }
    }

    func drainOutput() { readOutput() }

    /// Reads what there is; answers whether the pipe has ended.
    @discardableResult
    func readOutput() -> Bool {
        reading.withLock { _ in
            guard !state.withLock({ $0.isClosed }) else { return true }
            for _ in 0..<Self.piecesMax {
                var result = 0
                let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, count in
                    result = read(output, buffer.baseAddress, Self.pieceSize)
                    count = max(0, result)
                }
                if result == 0 { return true }
                if result < 0 { return errno != EAGAIN && errno != EINTR }
                receive(piece)
                if result < Self.pieceSize { return false }
            }
            return false
        }
    }

    /// Takes the exit status and tells the observers; called once, by the thread.
    func reap() {
        readOutput()
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        let (observers, end) = state.withLock { state in
            let natural: ProcessEnd = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
            let end = state.isOverLimit ? .outOfMemory : natural
            state.end = end
            state.memoryMax = nil
            defer { state.observers = [] }
            return (state.observers, end)
        }
        reading.withLock { _ in
            state.withLock { $0.isClosed = true }
            close(output)
        }
        for observer in observers { observer(end) }
    }

    func limitMemory(to bytes: Int?) {
        let isNew = state.withLock { state in
            let isNew = state.memoryMax == nil && bytes != nil
            state.memoryMax = bytes
            return isNew
        }
        if isNew { limitChanged() }
    }

    func limitData(to bytes: Int) {
        // A process that has ended keeps its id until it is reaped, which sets the end first.
        state.withLock { state in
            if state.end == nil { _ = apus_limit_data(id, UInt(max(0, bytes))) }
        }
    }

    /// Ends the program if it holds too much; answers whether a limit is set.
    func checkMemory() -> Bool {
        guard let limit = state.withLock({ $0.memoryMax }) else { return false }
        if Self.memory(ofTree: id, depth: 4) > limit {
            state.withLock { $0.isOverLimit = true }
            kill()
        }
        return true
    }

    func memoryPeak() -> Int { Self.kilobytes("VmHWM:", inStatusOf: id) * 1024 }

    /// Bytes that a process and its children, down to a depth, hold of their own.
    private static func memory(ofTree id: Int32, depth: Int) -> Int {
        let pages = text("/proc/\(id)/statm").split(separator: " ")
        guard pages.count > 2, let resident = Int(pages[1]), let shared = Int(pages[2]) else { return 0 }
        let own = max(0, resident - shared) * Int(getpagesize())
        guard depth > 0 else { return own }
        let children = text("/proc/\(id)/task/\(id)/children").split(separator: " ").compactMap { Int32($0) }
        return children.reduce(own) { $0 + memory(ofTree: $1, depth: depth - 1) }
    }

    /// A figure of a process's status; 0 when the process is gone.
    private static func kilobytes(_ name: StaticString, inStatusOf id: Int32) -> Int {
        let bytes = bytes("/proc/\(id)/status")
        // SAFETY: a static string's bytes live for ever, and it knows how many they are.
        let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        var start = 0
        while start < bytes.count {
            if bytes[start...].starts(with: wanted) {
                let digits = bytes[(start + wanted.count)...].prefix { $0 != 0x0A }.filter { 48...57 ~= $0 }
                return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
            }
            guard let end = bytes[start...].firstIndex(of: 0x0A) else { return 0 }
            start = end + 1
        }
        return 0
    }

    /// A small file of the kernel's; empty when the process is gone.
    private static func text(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }

    private static func bytes(_ path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        return [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, 4096))
        }
    }
}

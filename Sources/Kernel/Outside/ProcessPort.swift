/// Runs programs as children of the server that never outlive it.
public protocol ProcessPort: Sendable {
    /// Starts a program; throws when it cannot be executed.
    func start(_ program: ProcessRequest) async throws -> any RunningProcess
    /// The first of the files that exists and may be executed; nil when none does.
    func locate(_ files: [String]) -> String?
}

extension ProcessPort {
    /// Finds nothing, for ports that start nothing.
    public func locate(_ files: [String]) -> String? { nil }
}

/// A program to run, as the leader of a session of its own.
public struct ProcessRequest: Sendable {
    /// The path of the file to execute.
    public var executable: String
    public var arguments: [String]
    /// All of the program's environment; nothing is inherited.
    public var environment: [String: String]
    public var directory: String
    /// Bytes of private memory that each process of the program may map: a backstop against a sudden burst,
    /// above what `limitMemory` holds; nil for none.
    public var dataMax: Int?
    /// Called with each piece of standard output and error, in order; must not block.
    public var output: @Sendable ([UInt8]) -> Void

    public init(
        executable: String, arguments: [String] = [], environment: [String: String] = [:], directory: String,
        dataMax: Int? = nil, output: @escaping @Sendable ([UInt8]) -> Void = { _ in }
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.dataMax = dataMax
        self.output = output
    }
}

/// A program under way.
public protocol RunningProcess: Sendable {
    var id: Int32 { get }
    /// Calls `action` once with how the program ended, at once if it has ended; must not block.
    func whenEnded(_ action: @escaping @Sendable (ProcessEnd) -> Void)
    /// Ends the process and everything in its session, at once.
    func kill()
    /// Hands over everything the program has written so far before it returns.
    func drainOutput()
    /// Ends the program when it and its children hold more than so many bytes of memory; nil ends the watch.
    func limitMemory(to bytes: Int?)
    /// Bounds the private memory that the program may map from now on, as `ProcessRequest.dataMax` does.
    func limitData(to bytes: Int)
    /// The most memory the program itself has held at a time, in bytes.
    func memoryPeak() -> Int
}

/// How a program ended.
public enum ProcessEnd: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
    /// It held more memory than it may and was ended for it.
    case outOfMemory
}

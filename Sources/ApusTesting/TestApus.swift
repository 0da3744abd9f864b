public import Kernel
internal import Logging
internal import Store
public import Wire

/// A server in this process for tests: a store in memory, virtual time, chance from a seed, and no socket.
public final class TestApus: Sendable {
    /// The moment at which every test begins: 2026-01-01T00:00:00Z.
    public static let start = Instant(milliseconds: 1_767_225_600_000)
    public static let account = "000000000000"
    public static let region = "eu-central-1"
    /// Tests share the machine with each other: what rests late is slow, not hung.
    public static let settlingTimeMax: Duration = .seconds(300)

    public let kernel: Kernel
    /// What the server sent to the outside; answers what a test tells it to.
    public let http: RecordingHTTP
    /// Answers runs of functions as a test tells it to.
    public let functions: FakeFunctions

    init(
        _ services: [ServiceDescriptor], seed: UInt64, authentication: KernelSettings.Authentication,
        store: StoreConfiguration = .memory, start: Instant = TestApus.start,
        journal: JournalLimits = JournalLimits(), functions: FakeFunctions = FakeFunctions(),
        http: RecordingHTTP = RecordingHTTP()
    ) async throws {
        self.functions = functions
        self.http = http
        var log = Logger(label: "apus", factory: { StreamLogHandler.standardError(label: $0) })
        log.logLevel = .error
        let entropy = Entropy(seed: seed)
        kernel = Kernel(
            store: try Store(store),
            time: TimeSource(.virtual(start: start), settlingTimeMax: Self.settlingTimeMax), entropy: entropy,
            settings: KernelSettings(
                authentication: authentication, defaultRegion: Self.region, journal: journal), log: log,
            outside: Outside(
                http: http, processes: functions, listeners: functions, directories: functions),
            blobs: MemoryBlobs(entropy: entropy))
        try kernel.install(services)
        try await kernel.start()
    }

    func stop() async {
        await kernel.stop()
        kernel.store.close()
    }

    /// Now, by the server's clock.
    public var now: Instant { kernel.time.now }

    /// Calls an operation by name (`sqs:SendMessage`) as the root user of an account; throws the operation's
    /// failure.
    @discardableResult
    public func invoke(
        _ action: String, _ input: JSON = [:], account: String = TestApus.account,
        region: String = TestApus.region, as principal: Principal? = nil
    ) async throws -> JSON {
        let scope = try await kernel.scopes.scope(account: account, region: region)
        let call = Kernel.Call(
            kernel: kernel, scope: scope, principal: principal ?? .root(account), operation: action)
        return try await kernel.time.activity.track { try await call.invoke(action, input) }
    }

    /// The failure that a call answers; nil when it succeeds.
    public func failure(
        _ action: String, _ input: JSON = [:], account: String = TestApus.account,
        region: String = TestApus.region, as principal: Principal? = nil
    ) async throws -> (any Failure)? {
        do {
            try await invoke(action, input, account: account, region: region, as: principal)
            return nil
        } catch let failure as any Failure {
            return failure
        }
    }

    /// The path of an event or a message as `apus why` tells it.
    public func why(_ id: String, as principal: Principal? = nil) async throws -> JSON {
        let scope = try await kernel.scopes.scope(account: Self.account, region: Self.region)
        let call = Kernel.Call(
            kernel: kernel, scope: scope, principal: principal ?? .root(Self.account), operation: "Why")
        return try await kernel.why(id, call)
    }

    /// Moves the clock; everything that falls due has happened when this returns.
    public func advance(by duration: Duration) async {
        _ = await kernel.time.advance(to: now + duration)
    }

    /// Waits until nothing is under way: what was sent has arrived, what was woken has run.
    public func settle() async {
        _ = await kernel.time.advance(to: now)
    }
}

/// Runs a test against a fresh server with the given services and stops it.
public func withApus(
    _ services: [ServiceDescriptor], seed: UInt64 = 1, authentication: KernelSettings.Authentication = .open,
    journal: JournalLimits = JournalLimits(), _ body: (TestApus) async throws -> Void
) async throws {
    let apus = try await TestApus(
        services, seed: seed, authentication: authentication, journal: journal)
    do {
        try await body(apus)
    } catch {
        await apus.stop()
        throw error
    }
    await apus.stop()
}

/// The same on a store in a directory, beginning at a moment: called again, the server finds what the last
/// one left.
public func withApus(
    _ services: [ServiceDescriptor], seed: UInt64, directory: String, start: Instant,
    fileSystem: String? = nil, functions: FakeFunctions = FakeFunctions(),
    http: RecordingHTTP = RecordingHTTP(), _ body: (TestApus) async throws -> Void
) async throws {
    var store = StoreConfiguration.directory(directory)
    store.fileSystem = fileSystem
    let apus = try await TestApus(
        services, seed: seed, authentication: .open, store: store, start: start, functions: functions,
        http: http)
    do {
        try await body(apus)
    } catch {
        await apus.stop()
        throw error
    }
    await apus.stop()
}

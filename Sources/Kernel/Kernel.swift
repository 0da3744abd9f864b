public import Logging
public import Store
internal import Wire

/// What every service stands on: store, clock, chance, and the way to other services.
public final class Kernel: Sendable {
    public let store: Store
    public let time: TimeSource
    public let entropy: Entropy
    public let settings: KernelSettings
    public let scopes: Scopes
    public let credentials: Credentials
    public let authoriser: Authoriser
    public let metrics: Metrics
    public let log: Logger
    public let outside: Outside
    public let blobs: any Blobs
    /// Those who wait for something new in a resource of another service, by its ARN. What is new is read by
    /// the service's operations; a wake alone says nothing, and may come for nothing.
    public let news: Waiters<String>
    /// Gives out identifiers of events, messages and runs.
    public let names: Names
    /// What happened to them lately.
    public let journal: StepJournal
    let registry = Registry()
    let courier: Courier
    let timers: Timers
    /// Duties of the server, cancelled when it stops.
    public let duties: Background

    public init(
        store: Store, time: TimeSource, entropy: Entropy, settings: KernelSettings, log: Logger,
        outside: Outside, blobs: any Blobs
    ) {
        self.store = store
        self.time = time
        self.entropy = entropy
        self.settings = settings
        self.log = log
        self.outside = outside
        self.blobs = blobs
        metrics = Metrics()
        names = Names(entropy: entropy)
        journal = StepJournal(settings.journal, activity: time.activity)
        scopes = Scopes(store: store)
        credentials = Credentials()
        authoriser = Authoriser()
        news = Waiters(time: time)
        courier = Courier(activity: time.activity)
        timers = Timers(activity: time.activity)
        duties = Background(activity: time.activity)
    }

    /// Brings the schema of the kernel and of all services up to date and makes the services.
    public func install(_ descriptors: [ServiceDescriptor]) throws {
        try store.migrate("kernel", KernelSchema.migrations)
        let services = descriptors.map { $0.make(self) }
        for service in services { try store.migrate(service.namespace, service.migrations) }
        registry.fill(services)
    }

    /// Removes what a crash left behind, then starts courier, timers and the duties of every service.
    public func start() async throws {
        try await sweepBlobs()
        try await openJournal()
        if journal.isKept { duties.run { await self.journal.run(self) } }
        duties.run { await self.courier.run(self) }
        duties.run { await self.timers.run(self) }
        for service in registry.services { try await service.start(duties) }
    }

    /// Ends every duty; what is waiting stays in the store.
    public func stop() async {
        await duties.stop()
    }

    /// The services in the order of the catalogue.
    public var services: [RegisteredService] { registry.services }

    /// The service whose ARNs and IAM actions begin with `name`.
    public func service(_ name: String) -> RegisteredService? { registry.service(name) }
}

/// What an operator may decide about the kernel.
public struct KernelSettings: Sendable {
    public enum Authentication: String, Sendable {
        /// Any credentials do; for loopback only.
        case open
        /// Signatures are verified and policies evaluated.
        case enforce
    }

    public var authentication: Authentication
    /// Where callers reach this server when no request says so, for example `http://127.0.0.1:4566`.
    public var endpoint: String
    public var defaultRegion: String
    /// The account of callers whose access key names none.
    public var defaultAccount: String
    /// How much is remembered of what happened to events and messages.
    public var journal: JournalLimits

    public init(
        authentication: Authentication = .open, endpoint: String = "http://127.0.0.1:4566",
        defaultRegion: String = "us-east-1", defaultAccount: String = "000000000000",
        journal: JournalLimits = JournalLimits()
    ) {
        self.journal = journal
        self.authentication = authentication
        self.endpoint = endpoint
        self.defaultRegion = defaultRegion
        self.defaultAccount = defaultAccount
    }
}

internal import Gateway
internal import Glibc
public import Kernel
public import Logging
internal import Outside
internal import Store

/// A running Apus: store, services and listener, started and stopped together.
public final class ApusServer: Sendable {
    /// How long requests in flight may take when the server stops.
    static let stoppingTimeMax: Duration = .seconds(10)

    public let kernel: Kernel
    /// Where it listens, for example `http://127.0.0.1:4566`.
    public let endpoint: String
    private let http: HTTPServer
    private let client: HTTPClientPort
    private let workers: WorkerHost

    private init(
        kernel: Kernel, endpoint: String, http: HTTPServer, client: HTTPClientPort, workers: WorkerHost
    ) {
        self.workers = workers
        self.kernel = kernel
        self.endpoint = endpoint
        self.http = http
        self.client = client
    }

    /// Opens the store, brings it up to date, starts the services and listens.
    public static func start(_ settings: Settings, log: Logger) async throws -> ApusServer {
        try settings.validate()
        let store = try Store(settings.data.map { .directory($0) } ?? .memory)
        let client = HTTPClientPort()
        let http = HTTPServer(loopCount: settings.loops == 0 ? defaultLoopCount : settings.loops)
        let workers = WorkerHost(processes: try Processes())
        do {
            let (kernel, endpoint) = try await assemble(settings, store, http, client, workers, log)
            return ApusServer(
                kernel: kernel, endpoint: endpoint, http: http, client: client, workers: workers)
        } catch {
            // What was begun is ended in order, or the libraries beneath complain louder than the reason.
            try await http.stop(within: .zero)
            try await workers.stop()
            try await client.stop()
            store.close()
            throw error
        }
    }

    private static func assemble(
        _ settings: Settings, _ store: Store, _ http: HTTPServer, _ client: HTTPClientPort,
        _ workers: WorkerHost, _ log: Logger
    ) async throws -> (kernel: Kernel, endpoint: String) {
        let entropy = Entropy()
        let directory = try settings.data ?? temporaryDirectory()
        let gateway = LateResponder()
        let listener = try await http.listen(
            on: .tcp(host: settings.host, port: settings.port), responder: gateway)
        let endpoint = endpoint(of: listener.address, settings)
        let kernel = Kernel(
            store: store,
            time: TimeSource(settings.clock == .system ? .system : .virtual(start: TimeSource.systemNow())),
            entropy: entropy,
            settings: KernelSettings(
                authentication: settings.authentication, endpoint: endpoint, defaultRegion: settings.region,
                journal: settings.journal),
            log: log,
            outside: Outside(
                http: client, processes: workers.processes, listeners: LocalListeners(server: workers.http),
                directories: try FileDirectories(root: "\(directory)/functions", entropy: entropy),
                mail: settings.mailRelay.flatMap(MailRelay.Address.init).map {
                    MailRelay($0, sender: settings.mailFrom)
                }),
            blobs: try FileBlobs(directory: "\(directory)/blobs", entropy: entropy))
        try kernel.install(Catalogue.services)
        try await establishRoot(settings, kernel)
        try await kernel.start()
        gateway.set(Gateway(kernel: kernel))
        return (kernel, endpoint)
    }

    /// Answers what is in flight, ends every duty and closes the store.
    public func stop() async throws {
        try await http.stop(within: Self.stoppingTimeMax)
        await kernel.stop()
        try await workers.stop()
        try await client.stop()
        kernel.store.close()
    }

    private static var defaultLoopCount: Int {
        // Handlers and the writer need cores too: half of them carry sockets.
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)
    }

    private static func temporaryDirectory() throws -> String {
        var template = Array("/tmp/apus-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw SettingsError("No temporary directory can be made in /tmp.")
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func endpoint(of address: HTTPAddress, _ settings: Settings) -> String {
        guard case .tcp(_, let port) = address else { return "http://\(settings.host)" }
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        return "http://\(host):\(port)"
    }

    private static func establishRoot(_ settings: Settings, _ kernel: Kernel) async throws {
        let key = try RootKey.establish(settings, directory: settings.data, entropy: kernel.entropy)
        let credential = Credential(
            accessKeyID: key.accessKeyID, secretAccessKey: key.secretAccessKey,
            principal: .root(kernel.settings.defaultAccount, accessKeyID: key.accessKeyID))
        try await kernel.store.write(label: "server.root") { tx in
            try kernel.credentials.insert(credential, in: tx)
        }
        guard settings.authentication == .enforce, settings.rootAccessKeyID == nil else { return }
        if let data = settings.data {
            kernel.log.notice("The root access key is in \(data)/\(RootKey.fileName).")
        } else {
            kernel.log.notice(
                "Root access key for this run: \(key.accessKeyID) \(key.secretAccessKey)")
        }
    }
}

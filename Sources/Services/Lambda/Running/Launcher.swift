internal import Kernel
internal import LambdaInterface
internal import Logging
internal import Store
internal import Wire

/// Starts workers: code unpacked, runtime chosen, environment made, listener opened, process started.
struct Launcher: Sendable {
    let kernel: Kernel
    let fleet: Fleet
    let shipper: LogShipper
    let credentials: RoleCredentials
    let programs: RuntimePrograms
    let spares: Spares
    /// Signs the addresses of archives; new at every start.
    let codeKey: [UInt8]
    /// The clock by which functions run; real, whatever the server's shows.
    let realTime = TimeSource(.system)

    func start(_ version: FunctionVersion, of function: Function, _ scope: Scope) async throws -> Worker {
        let configuration = version.configuration
        let root = try await unpack(version.code)
        let layers = try await unpackLayers(configuration.layers ?? [], scope)
        let stream = LogShipper.Stream(
            scope: scope,
            group: configuration.loggingConfig?.logGroup ?? "/aws/lambda/\(function.name)",
            name: "\(Self.day(kernel.time.now))/[\(version.name)]\(Digest.hex(kernel.entropy.bytes(16)))",
            function: function.name, role: configuration.role ?? "")
        let secrets = try await credentials.of(configuration.role ?? "", scope, session: function.name)
        var environment = Self.environment(version, function, stream, scope, kernel.settings.endpoint)
        environment.merge(secrets.environment) { _, new in new }
        let program = try await programs.program(
            Runtime(configuration.runtime ?? ""), root: root, layers: layers, &environment)
        let worker = worker(version, function, stream, scope)
        let isPlain = RuntimeProgram.mayHaveStarted(configuration.environment?.variables ?? [:])
        let isShared = program.isShared && isPlain
        if !isShared || !adopt(program.program, worker, environment, root: root) {
            try await start(program.program, worker, environment, root: root)
        }
        // After the worker's own start, which others would only slow down.
        if isShared { spares.prepare(program.program) }
        return worker
    }

    private func worker(
        _ version: FunctionVersion, _ function: Function, _ stream: LogShipper.Stream, _ scope: Scope
    ) -> Worker {
        let configuration = version.configuration
        let facts = WorkerFacts(
            function: function.id, scope: scope, name: function.name, version: version.name,
            runtimeVersion: RuntimeVersion.arn(configuration.runtime ?? "", scope),
            timeoutSeconds: version.timeoutSeconds, memoryMegabytes: version.memoryMegabytes)
        let shipper = shipper
        return Worker(
            key: WorkerKey(version: version.id, revision: version.revision), facts: facts,
            startedAt: kernel.time.now, realTime: realTime,
            journal: Journal(PlatformLog(configuration.loggingConfig)) { shipper.ship($0, to: stream) },
            activity: kernel.time.activity)
    }

    /// Lets a process that waits become the worker's; answers whether there was one.
    private func adopt(
        _ program: RuntimeProgram, _ worker: Worker, _ environment: [String: String], root: String
    ) -> Bool {
        guard let waiting = spares.take(program),
            let process = waiting.spare.adopt(worker, dataMax: Self.dataMax(worker.facts))
        else { return false }
        var environment = environment
        environment["AWS_LAMBDA_RUNTIME_API"] = waiting.listener.address
        // Attached before it begins, so that its beginning is timed and its end noticed.
        attach(process, to: worker, waiting.listener)
        waiting.spare.tell(environment, directory: root)
        return true
    }

    private func start(
        _ program: RuntimeProgram, _ worker: Worker, _ environment: [String: String], root: String
    ) async throws {
        let listener = try await kernel.outside.listeners.listen(bodySizeMax: Limits.answerReadMax) {
            worker.handle($0, $1)
        }
        do {
            var environment = environment.merging(program.environment) { own, _ in own }
            environment["AWS_LAMBDA_RUNTIME_API"] = listener.address
            let process = try await kernel.outside.processes.start(
                ProcessRequest(
                    executable: program.executable, arguments: program.arguments, environment: environment,
                    directory: root, dataMax: Self.dataMax(worker.facts), output: { worker.wrote($0) }))
            attach(process, to: worker, listener)
        } catch {
            await listener.close()
            throw error
        }
    }

    private func attach(_ process: any RunningProcess, to worker: Worker, _ listener: any LocalListener) {
        worker.attach(process) {
            fleet.ended(worker)
            kernel.duties.run { await listener.close() }
        }
    }

    private static func dataMax(_ facts: WorkerFacts) -> Int {
        (facts.memoryMegabytes << 20) + Limits.memorySlack
    }

    /// Has processes wait for a version that may soon be called.
    func prepare(_ version: FunctionVersion) async throws {
        let configuration = version.configuration
        guard RuntimeProgram.mayHaveStarted(configuration.environment?.variables ?? [:]) else { return }
        var environment: [String: String] = [:]
        let found = try await programs.program(
            Runtime(configuration.runtime ?? ""), root: "",
            layers: configuration.layers?.isEmpty == false ? "" : nil, &environment)
        if found.isShared { spares.prepare(found.program) }
    }

    // MARK: Code

    /// The directory that holds an archive's files; made when it is missing.
    func unpack(_ digest: String) async throws -> String {
        try await kernel.outside.directories.directory(named: digest) {
            try CodeArchive.entries(of: try await archive(digest))
        }
    }

    /// The bytes of an archive.
    func archive(_ digest: String) async throws -> [UInt8] {
        let code = try await kernel.store.read { tx in try Codes.with(digest: digest, in: tx) }
        guard let code else { throw ServiceException("The code \(digest) is gone.", type: "Service") }
        let stream = try await kernel.blobs.read(code.blob, range: nil)
        var bytes: [UInt8] = []
        while let piece = try await stream.next() { bytes.append(contentsOf: piece) }
        return bytes
    }

    /// One directory with all layers, later ones over earlier ones; nil without layers.
    private func unpackLayers(_ layers: [Layer], _ scope: Scope) async throws -> String? {
        guard !layers.isEmpty else { return nil }
        var found: [String] = []
        for reference in layers {
            let arn = reference.arn ?? ""
            let layer = try await kernel.store.read { tx in try Layers.with(arn: arn, scope, in: tx) }
            guard let layer else {
                throw InvalidParameterValueException("Layer version \(arn) does not exist.", type: "User")
            }
            found.append(layer.code)
        }
        let digests = found
        let name = "layers-" + Digest.hex(Digest.sha256(digests.joined(separator: ",").utf8))
        return try await kernel.outside.directories.directory(named: name) {
            var entries: [DirectoryEntry] = []
            for digest in digests { entries += try CodeArchive.entries(of: try await archive(digest)) }
            return entries
        }
    }

    // MARK: Environment

    private static func environment(
        _ version: FunctionVersion, _ function: Function, _ stream: LogShipper.Stream, _ scope: Scope,
        _ endpoint: String
    ) -> [String: String] {
        let configuration = version.configuration
        var environment = RuntimeProgram.base
        environment["AWS_ENDPOINT_URL"] = endpoint
        environment.merge(configuration.environment?.variables ?? [:]) { _, users in users }
        var own = [
            "AWS_REGION": scope.region, "AWS_DEFAULT_REGION": scope.region,
            "AWS_LAMBDA_FUNCTION_NAME": function.name, "AWS_LAMBDA_FUNCTION_VERSION": version.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": String(version.memoryMegabytes),
            "AWS_LAMBDA_LOG_GROUP_NAME": stream.group, "AWS_LAMBDA_LOG_STREAM_NAME": stream.name,
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_EXECUTION_ENV": "AWS_Lambda_\(configuration.runtime ?? "")",
            "_HANDLER": configuration.handler ?? "",
            "AWS_LAMBDA_LOG_FORMAT": configuration.loggingConfig?.logFormat ?? LogSettings.text,
        ]
        own["AWS_LAMBDA_LOG_LEVEL"] = configuration.loggingConfig?.applicationLogLevel
        return environment.merging(own) { _, own in own }
    }

    private static func day(_ now: Instant) -> String {
        now.timestamp.text(.iso8601).prefix(10).split(separator: "-").joined(separator: "/")
    }
}

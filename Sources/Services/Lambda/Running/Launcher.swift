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
    /// Signs the addresses of archives; new at every start.
    let codeKey: [UInt8]
    /// The clock by which functions run; real, whatever the server's shows.
    let realTime = TimeSource(.system)

    func start(_ version: FunctionVersion, of function: Function, _ scope: Scope) async throws -> Worker {
        let configuration = version.configuration
        let root = try await unpack(version.code)
        let layers = try await unpackLayers(configuration.layers ?? [], scope)
        let runtime = try Runtime(configuration.runtime ?? "")
        let key = WorkerKey(version: version.id, revision: version.revision)
        let stream = LogShipper.Stream(
            scope: scope,
            group: configuration.loggingConfig?.logGroup ?? "/aws/lambda/\(function.name)",
            name: "\(Self.day(kernel.time.now))/[\(version.name)]\(Digest.hex(kernel.entropy.bytes(16)))")
        let facts = WorkerFacts(
            function: function.id, scope: scope, name: function.name, version: version.name,
            timeoutSeconds: version.timeoutSeconds, memoryMegabytes: version.memoryMegabytes)
        let shipper = shipper
        let worker = Worker(
            key: key, facts: facts, startedAt: kernel.time.now, realTime: realTime,
            journal: Journal { shipper.ship($0, to: stream) })
        let listener = try await kernel.outside.listeners.listen(bodySizeMax: Limits.answerSizeMax + 4096) {
            worker.handle($0, $1)
        }
        do {
            let secrets = try await credentials.of(configuration.role ?? "", scope, session: function.name)
            var environment = Self.environment(version, function, stream, scope, kernel.settings.endpoint)
            environment.merge(secrets.environment) { _, new in new }
            environment["AWS_LAMBDA_RUNTIME_API"] = listener.address
            environment["LAMBDA_TASK_ROOT"] = root
            let program = try await self.program(runtime, root: root, layers: layers, environment)
            var request = program
            request.dataMax = (version.memoryMegabytes << 20) + Limits.memorySlack
            request.output = { worker.wrote($0) }
            let process = try await kernel.outside.processes.start(request)
            worker.attach(process) {
                fleet.ended(worker)
                kernel.duties.run { await listener.close() }
            }
            return worker
        } catch {
            await listener.close()
            throw error
        }
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

    // MARK: Program

    private func program(
        _ runtime: Runtime, root: String, layers: String?, _ environment: [String: String]
    ) async throws -> ProcessRequest {
        var environment = environment
        let bootstraps = try await kernel.outside.directories.directory(named: Self.bootstrapName) {
            [
                DirectoryEntry(path: "bootstrap.py", content: .file(Array(PythonBootstrap.source.utf8))),
                DirectoryEntry(path: "bootstrap.mjs", content: .file(Array(NodeBootstrap.source.utf8))),
                DirectoryEntry(path: "provided.sh", content: .file(Array(Self.provided.utf8)), mode: 0o755),
            ]
        }
        if let layers {
            environment["PATH", default: ""] += ":\(layers)/bin"
            environment["LD_LIBRARY_PATH", default: ""] += ":\(layers)/lib"
        }
        environment["LAMBDA_RUNTIME_DIR"] = bootstraps
        switch runtime {
        case .python(let version):
            environment["PYTHONUNBUFFERED"] = environment["PYTHONUNBUFFERED"] ?? ""
            environment["PYTHONDONTWRITEBYTECODE"] = "1"
            environment["_APUS_PYTHON_PATH"] =
                layers.map { "\($0)/python/lib/python\(version)/site-packages:\($0)/python" } ?? ""
            return ProcessRequest(
                executable: "/usr/bin/env", arguments: ["python3", "\(bootstraps)/bootstrap.py"],
                environment: environment, directory: root)
        case .node:
            let modules = layers.map { "\($0)/nodejs/node_modules" } ?? ""
            environment["NODE_PATH"] = environment["NODE_PATH"] ?? modules
            return ProcessRequest(
                executable: "/usr/bin/env", arguments: ["node", "\(bootstraps)/bootstrap.mjs"],
                environment: environment, directory: root)
        case .provided:
            environment["_APUS_LAYERS"] = layers ?? "/opt"
            return ProcessRequest(
                executable: "/bin/sh", arguments: ["\(bootstraps)/provided.sh"], environment: environment,
                directory: root)
        }
    }

    /// Finds the executable of a custom runtime as AWS does: in the code, then in the layers.
    private static let provided = """
        root=$LAMBDA_TASK_ROOT; layers=$_APUS_LAYERS; unset _APUS_LAYERS
        for place in "$root" "$layers"; do
            if [ -f "$place/bootstrap" ]; then exec "$place/bootstrap"; fi
        done
        echo "Couldn't find valid bootstrap(s): [$root/bootstrap $layers/bootstrap]"
        exit 127

        """

    private static let bootstrapName =
        "runtime-"
        + Digest.hex(Digest.sha256((PythonBootstrap.source + NodeBootstrap.source + provided).utf8)).prefix(
            32)

    // MARK: Environment

    private static func environment(
        _ version: FunctionVersion, _ function: Function, _ stream: LogShipper.Stream, _ scope: Scope,
        _ endpoint: String
    ) -> [String: String] {
        let configuration = version.configuration
        var environment: [String: String] = [
            "LANG": "en_US.UTF-8", "TZ": ":UTC", "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": "/tmp", "AWS_ENDPOINT_URL": endpoint,
        ]
        environment.merge(configuration.environment?.variables ?? [:]) { _, users in users }
        let own = [
            "AWS_REGION": scope.region, "AWS_DEFAULT_REGION": scope.region,
            "AWS_LAMBDA_FUNCTION_NAME": function.name, "AWS_LAMBDA_FUNCTION_VERSION": version.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": String(version.memoryMegabytes),
            "AWS_LAMBDA_LOG_GROUP_NAME": stream.group, "AWS_LAMBDA_LOG_STREAM_NAME": stream.name,
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_EXECUTION_ENV": "AWS_Lambda_\(configuration.runtime ?? "")",
            "_HANDLER": configuration.handler ?? "",
        ]
        return environment.merging(own) { _, own in own }
    }

    private static func day(_ now: Instant) -> String {
        now.timestamp.text(.iso8601).prefix(10).split(separator: "-").joined(separator: "/")
    }
}

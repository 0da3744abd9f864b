internal import Kernel
internal import LambdaInterface

/// The programs that run functions on this machine.
struct RuntimePrograms: Sendable {
    let kernel: Kernel

    /// Finds what runs a function and adds what it needs to the function's environment. What it answers is
    /// shared when a process that has started already can run the function as well.
    func program(
        _ runtime: Runtime, root: String, layers: String?, _ environment: inout [String: String]
    ) async throws -> (program: RuntimeProgram, isShared: Bool) {
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
        environment["LAMBDA_TASK_ROOT"] = root
        environment["LAMBDA_RUNTIME_DIR"] = bootstraps
        let path = environment["PATH"] ?? RuntimeProgram.path
        switch runtime {
        case .python(let version):
            // What the interpreter reads when it starts must be the same in every process.
            let fixed = ["PYTHONUNBUFFERED": "", "PYTHONDONTWRITEBYTECODE": "1"]
            environment.merge(fixed) { own, _ in own }
            environment["_APUS_PYTHON_PATH"] =
                layers.map { "\($0)/python/lib/python\(version)/site-packages:\($0)/python" } ?? ""
            return try interpreter(
                ["python\(version)", "python3"], "\(bootstraps)/bootstrap.py", fixed, path, layers)
        case .node:
            environment["NODE_PATH"] =
                environment["NODE_PATH"] ?? layers.map { "\($0)/nodejs/node_modules" } ?? ""
            return try interpreter(["node"], "\(bootstraps)/bootstrap.mjs", ["NODE_PATH": ""], path, layers)
        case .provided:
            let places = [root, layers ?? "/opt"]
            if let own = kernel.outside.processes.locate(places.map { "\($0)/bootstrap" }) {
                return (RuntimeProgram(executable: own, arguments: [], environment: [:]), false)
            }
            let script = ["\(bootstraps)/provided.sh"] + places
            return (RuntimeProgram(executable: "/bin/sh", arguments: script, environment: [:]), false)
        }
    }

    private func interpreter(
        _ names: [String], _ script: String, _ fixed: [String: String], _ path: String, _ layers: String?
    ) throws -> (program: RuntimeProgram, isShared: Bool) {
        let places = RuntimeProgram.candidates(names, path: path)
        guard let executable = kernel.outside.processes.locate(places) else {
            throw ServiceException("This machine has no \(names.joined(separator: " or ")).", type: "Service")
        }
        let environment = RuntimeProgram.base.merging(fixed) { _, new in new }
        let program = RuntimeProgram(executable: executable, arguments: [script], environment: environment)
        // Layers change what the linker finds, which it reads once, at the start.
        return (program, layers == nil)
    }

    /// Finds the executable of a custom runtime as AWS does, in the code, then in the layers; says what is
    /// missing or cannot be executed.
    private static let provided = """
        for place in "$1" "$2"; do
            if [ -f "$place/bootstrap" ]; then exec "$place/bootstrap"; fi
        done
        echo "Couldn't find valid bootstrap(s): [$1/bootstrap $2/bootstrap]"
        exit 127

        """

    private static let bootstrapName =
        "runtime-"
        + Digest.hex(Digest.sha256((PythonBootstrap.source + NodeBootstrap.source + provided).utf8)).prefix(
            32)
}

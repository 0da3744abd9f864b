internal import Kernel

/// A program that runs functions, and the variables that it has whatever the function.
struct RuntimeProgram: Sendable, Hashable {
    /// Where programs are looked for unless a function says otherwise.
    static let path = "/usr/local/bin:/usr/bin:/bin"
    static let base = ["LANG": "en_US.UTF-8", "TZ": ":UTC", "PATH": path, "HOME": "/tmp"]

    /// Beginnings of names of variables that interpreters, linker and C library read when a program starts.
    private static let early = [
        "PYTHON", "NODE_", "LD_", "MALLOC_", "GLIBC_", "LC_", "LANG", "TZ", "PATH", "HOME", "OPENSSL_", "UV_",
        "SSL_",
    ]

    let executable: String
    let arguments: [String]
    let environment: [String: String]

    /// Whether a function with these variables of its own may run in a process that has started already.
    static func mayHaveStarted(_ variables: [String: String]) -> Bool {
        !variables.keys.contains { name in early.contains { name.hasPrefix($0) } }
    }

    /// Names in every directory of a search path: all directories for the first name, then for the next.
    static func candidates(_ names: [String], path: String) -> [String] {
        names.flatMap { name in path.split(separator: ":").map { "\($0)/\(name)" } }
    }
}

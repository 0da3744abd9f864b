internal import Store

/// The check behind `apus verify`.
public enum Verification {
    /// Reads all of a data directory and answers what is wrong, each fault as one sentence.
    ///
    /// Throws when the directory cannot be opened, for example because a server runs on it.
    public static func run(
        directory: String, progress: @escaping @Sendable (String) -> Void
    ) async throws -> [String] {
        let store = try Store(.directory(directory))
        defer { store.close() }
        return try store.verify { progress("\($0)") }.map { "\($0)" }
    }
}

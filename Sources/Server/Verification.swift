internal import Kernel
internal import Outside
internal import Store

/// The check behind `apus verify`.
public enum Verification {
    /// Reads all of a data directory, rows and blobs, and answers what is wrong, each fault as one sentence.
    ///
    /// Throws when the directory cannot be opened, for example because a server runs on it.
    public static func run(
        directory: String, progress: @escaping @Sendable (String) -> Void
    ) async throws -> [String] {
        let store = try Store(.directory(directory))
        defer { store.close() }
        var services: [ServiceDescriptor] = []
        for service in Catalogue.services where !service.blobOwners.isEmpty || !service.checks.isEmpty {
            if try store.schemaNumber(of: service.namespace) == service.schemaNumber {
                services.append(service)
                for check in service.checks { store.register(check) }
            } else {
                progress(
                    "note: what \(service.name) stores is checked only as far as the database goes: start the "
                        + "server once, so that it brings the data to this version")
            }
        }
        let faults = try store.verify { progress("\($0)") }.map { "\($0.check): \($0.detail)" }
        progress("blobs")
        let blobs = BlobVerification(
            store: store, files: BlobFiles(directory: "\(directory)/blobs"), progress: progress)
        let owners = services.flatMap(\.blobOwners)
        // What a service that was not asked may name is no orphan.
        let isComplete = owners.count == Catalogue.services.flatMap(\.blobOwners).count
        return faults + (try await blobs.run(owners, isComplete: isComplete))
    }
}

internal import Logging
internal import Store

extension Kernel {
    /// Removes the blobs that a crash left between their end and the row that was to name them.
    ///
    /// It runs before any duty and any request, and no other process has the directory: no write is under way
    /// that could come to name one. Its cost follows what was under way at the crash, not what is stored.
    func sweepBlobs() async throws {
        let left = try await blobs.unsettled()
        guard !left.isEmpty else { return }
        let owners = services.flatMap(\.blobOwners)
        var removed = 0
        for id in left {
            let isNamed = try await store.read { tx in
                for owner in owners where try owner.names(id, tx) { return true }
                return false
            }
            if isNamed {
                await blobs.settle(id)
            } else {
                try await blobs.remove(id)
                removed += 1
            }
        }
        log.info("blobs: \(left.count) were under way when the server stopped, \(removed) of them removed")
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Deletes an archive; its events go piece by piece afterwards.
    func deleteArchive(_ input: DeleteArchiveInput, _ call: Call) async throws -> DeleteArchiveOutput {
        let name = input.archiveName
        try await call.write { [buses] tx in
            let archive = try Self.archive(name, call, in: tx)
            try ArchiveRules.remove(of: archive, in: tx)
            try ArchiveRetention.clear(archive.id, call, in: tx)
            tx.afterCommit { buses.forget(archive.source) }
        }
        return DeleteArchiveOutput()
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Changes what is given and leaves the rest.
    func updateArchive(_ input: UpdateArchiveInput, _ call: Call) async throws -> UpdateArchiveOutput {
        try Self.refuse([("KmsKeyIdentifier", input.kmsKeyIdentifier != nil)], of: "UpdateArchive")
        if let pattern = input.eventPattern { _ = try Self.checked(pattern) }
        let archive = try await call.write { [buses] tx in
            var archive = try Self.archive(input.archiveName, call, in: tx)
            archive.description = input.description ?? archive.description
            archive.pattern = input.eventPattern ?? archive.pattern
            archive.retentionDays = input.retentionDays ?? archive.retentionDays
            try Archives.update(archive, in: tx)
            try ArchiveRules.update(for: archive, in: tx)
            try ArchiveRetention.arrange(archive.id, days: archive.retentionDays, call, in: tx)
            let source = archive.source
            tx.afterCommit { buses.forget(source) }
            return archive
        }
        return UpdateArchiveOutput(
            archiveArn: archive.arn, state: StoredArchive.enabled, creationTime: archive.createdAt.timestamp)
    }
}

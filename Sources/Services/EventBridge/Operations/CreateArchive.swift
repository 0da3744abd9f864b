internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Begins to keep events of a bus.
    func createArchive(_ input: CreateArchiveInput, _ call: Call) async throws -> CreateArchiveOutput {
        try Self.refuse([("KmsKeyIdentifier", input.kmsKeyIdentifier != nil)], of: "CreateArchive")
        let reference = try BusReference(input.eventSourceArn, call.scope)
        if let pattern = input.eventPattern { _ = try Self.checked(pattern) }
        let arn = StoredArchive.arn(input.archiveName, call.scope).description
        let draft = StoredArchive(
            id: 0, bus: 0, name: input.archiveName, arn: arn, source: reference.arn.description,
            description: input.description, pattern: input.eventPattern,
            retentionDays: input.retentionDays ?? 0, eventCount: 0, sizeBytes: 0, createdAt: call.now,
            hasRule: true)
        try await call.write { [buses] tx in
            let bus = try Self.bus(reference, call, in: tx)
            guard try Archives.named(draft.name, call.scope, in: tx) == nil else {
                throw ResourceAlreadyExistsException("Archive \(draft.name) already exists.")
            }
            guard try Archives.of(bus: bus.id, in: tx).count < StoredBus.archivesMax else {
                throw LimitExceededException("The requested resource exceeds the maximum number allowed.")
            }
            let id = try Archives.insert(draft.stored(bus: bus.id), call.scope, in: tx)
            try ArchiveRules.make(for: draft, on: bus, call, in: tx)
            try ArchiveRetention.arrange(id, days: draft.retentionDays, call, in: tx)
            tx.afterCommit { buses.forget(bus.arn) }
        }
        return CreateArchiveOutput(
            archiveArn: arn, state: StoredArchive.enabled, creationTime: call.now.timestamp)
    }

    static func archive(
        _ name: String, _ call: Call, in tx: borrowing Transaction
    ) throws -> StoredArchive {
        guard let archive = try Archives.named(name, call.scope, in: tx) else {
            throw ResourceNotFoundException("Archive \(name) does not exist.")
        }
        return archive
    }
}

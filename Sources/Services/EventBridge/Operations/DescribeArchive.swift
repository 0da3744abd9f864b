internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func describeArchive(_ input: DescribeArchiveInput, _ call: Call) async throws -> DescribeArchiveOutput {
        let archive = try await call.read { tx in try Self.archive(input.archiveName, call, in: tx) }
        return DescribeArchiveOutput(
            archiveArn: archive.arn, archiveName: archive.name, eventSourceArn: archive.source,
            description: archive.description, eventPattern: archive.pattern, state: StoredArchive.enabled,
            retentionDays: archive.retentionDays, sizeBytes: archive.sizeBytes,
            eventCount: archive.eventCount, creationTime: archive.createdAt.timestamp)
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func listArchives(_ input: ListArchivesInput, _ call: Call) async throws -> ListArchivesOutput {
        try Self.requireOneFilter(
            [input.namePrefix, input.eventSourceArn, input.state], of: "ListArchives")
        // Archives are always in the same state.
        if let state = input.state, state != StoredArchive.enabled { return ListArchivesOutput(archives: []) }
        let limit = input.limit ?? Self.pageSize
        let (prefix, source) = (input.namePrefix ?? "", input.eventSourceArn)
        let question = "archives \(call.scope.id) \(prefix) \(source ?? "")"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx in
            if let source {
                return try Archives.listed(call.scope, source: source, after: place, limit: limit + 1, in: tx)
            }
            return try Archives.listed(call.scope, prefix: prefix, after: place, limit: limit + 1, in: tx)
        }
        let page = Self.page(found, limit: limit, for: question, place: \.name)
        let archives = page.entries.map {
            Archive(
                archiveName: $0.name, eventSourceArn: $0.source, state: StoredArchive.enabled,
                retentionDays: $0.retentionDays, sizeBytes: $0.sizeBytes, eventCount: $0.eventCount,
                creationTime: $0.createdAt.timestamp)
        }
        return ListArchivesOutput(archives: archives, nextToken: page.token)
    }

    static func requireOneFilter(_ filters: [String?], of operation: String) throws {
        guard filters.count(where: { $0 != nil }) <= 1 else {
            throw ValidationException(
                "At most one filter is allowed for \(operation). "
                    + "Use either : State, EventSourceArn, or NamePrefix.")
        }
    }
}

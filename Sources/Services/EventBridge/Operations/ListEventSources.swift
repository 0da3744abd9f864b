internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// What partners offer to the caller.
    func listEventSources(
        _ input: ListEventSourcesInput, _ call: Call
    ) async throws -> ListEventSourcesOutput {
        let (prefix, limit) = (input.namePrefix ?? "", input.limit ?? Self.pageSize)
        let question = "event sources \(call.scope.id) \(prefix)"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx in
            try PartnerSources.offered(to: call.scope, prefix: prefix, after: place, limit: limit + 1, in: tx)
        }
        let page = Self.page(found, limit: limit, for: question, place: \.name)
        return ListEventSourcesOutput(
            eventSources: page.entries.map { EventSource($0) }, nextToken: page.token)
    }
}

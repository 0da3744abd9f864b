internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func listPartnerEventSources(
        _ input: ListPartnerEventSourcesInput, _ call: Call
    ) async throws -> ListPartnerEventSourcesOutput {
        let (prefix, limit) = (input.namePrefix, input.limit ?? Self.pageSize)
        let question = "partner sources \(call.scope.id) \(prefix)"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx in
            try PartnerSources.names(by: call.scope, prefix: prefix, after: place, limit: limit + 1, in: tx)
        }
        let page = Self.page(found, limit: limit, for: question, place: \.self)
        return ListPartnerEventSourcesOutput(
            partnerEventSources: page.entries.map {
                PartnerEventSource(arn: PartnerSource.arn($0, call.region), name: $0)
            }, nextToken: page.token)
    }
}

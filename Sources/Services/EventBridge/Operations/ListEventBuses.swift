internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func listEventBuses(_ input: ListEventBusesInput, _ call: Call) async throws -> ListEventBusesOutput {
        try await requireDefaultBus(call)
        let prefix = input.namePrefix ?? ""
        let limit = input.limit ?? Self.pageSize
        let question = "buses \(call.scope.id) \(prefix)"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx in
            try Buses.listed(call.scope, prefix: prefix, after: place, limit: limit + 1, in: tx)
        }
        let page = Self.page(found, limit: limit, for: question, place: \.name)
        let buses = page.entries.map {
            EventBus(
                name: $0.name, arn: $0.arn, description: $0.description, policy: $0.policy,
                creationTime: $0.createdAt.timestamp, lastModifiedTime: $0.modifiedAt.timestamp)
        }
        return ListEventBusesOutput(eventBuses: buses, nextToken: page.token)
    }
}

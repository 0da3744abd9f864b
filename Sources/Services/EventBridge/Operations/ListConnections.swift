internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func listConnections(_ input: ListConnectionsInput, _ call: Call) async throws -> ListConnectionsOutput {
        let (prefix, limit) = (input.namePrefix ?? "", input.limit ?? Self.pageSize)
        let state = input.connectionState
        let question = "connections \(call.scope.id) \(prefix) \(state ?? "")"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx -> [StoredConnection] in
            guard let state else {
                return try Connections.listed(
                    call.scope, prefix: prefix, after: place, limit: limit + 1, in: tx)
            }
            return try Connections.listed(
                call.scope, with: (prefix, state), after: place, limit: limit + 1, in: tx)
        }
        let page = Self.page(found, limit: limit, for: question, place: \.name)
        let connections = page.entries.map {
            Connection(
                connectionArn: $0.arn, name: $0.name, connectionState: $0.state.rawValue,
                stateReason: $0.reason, authorizationType: $0.type, creationTime: $0.createdAt.timestamp,
                lastModifiedTime: $0.modifiedAt.timestamp, lastAuthorizedTime: $0.authorizedAt?.timestamp)
        }
        return ListConnectionsOutput(connections: connections, nextToken: page.token)
    }
}

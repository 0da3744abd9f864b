internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Deletes a connection and its secrets; destinations that use it become inactive.
    func deleteConnection(_ input: DeleteConnectionInput, _ call: Call) async throws -> DeleteConnectionOutput
    {
        let connection = try await call.write { [stateEvents] tx in
            let connection = try Self.connection(input.name, call, in: tx)
            try Connections.remove(connection.id, in: tx)
            try stateEvents.tell("Deletion Started", of: connection, at: call.now, in: tx)
            if connection.state == .authorized {
                try stateEvents.tell(areActive: false, usersOf: connection, at: call.now, in: tx)
            }
            return connection
        }
        return DeleteConnectionOutput(
            connectionArn: connection.arn, connectionState: "DELETING",
            creationTime: connection.createdAt.timestamp, lastModifiedTime: connection.modifiedAt.timestamp,
            lastAuthorizedTime: connection.authorizedAt?.timestamp)
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Removes what a connection proves with; its destinations are inactive until it is updated.
    func deauthorizeConnection(
        _ input: DeauthorizeConnectionInput, _ call: Call
    ) async throws -> DeauthorizeConnectionOutput {
        let connection = try await call.write { [stateEvents] tx in
            var connection = try Self.connection(input.name, call, in: tx)
            let wasAuthorized = connection.state == .authorized
            connection.parameters = [:]
            connection.state = .deauthorized
            connection.reason = nil
            connection.modifiedAt = call.now
            try Connections.update(connection, in: tx)
            for what in ["Deauthorization Started", "Deauthorized"] {
                try stateEvents.tell(what, of: connection, at: call.now, in: tx)
            }
            if wasAuthorized {
                try stateEvents.tell(areActive: false, usersOf: connection, at: call.now, in: tx)
            }
            return connection
        }
        return DeauthorizeConnectionOutput(
            connectionArn: connection.arn, connectionState: "DEAUTHORIZING",
            creationTime: connection.createdAt.timestamp, lastModifiedTime: connection.modifiedAt.timestamp,
            lastAuthorizedTime: connection.authorizedAt?.timestamp)
    }
}

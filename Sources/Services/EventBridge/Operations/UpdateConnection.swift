internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Changes what is given and leaves the rest.
    func updateConnection(_ input: UpdateConnectionInput, _ call: Call) async throws -> UpdateConnectionOutput
    {
        try Self.refuse(
            [
                ("InvocationConnectivityParameters", input.invocationConnectivityParameters != nil),
                ("KmsKeyIdentifier", input.kmsKeyIdentifier != nil),
            ], of: "UpdateConnection")
        let given = try input.authParameters.map { try JSON(parsing: $0.json()) }
        let signal = authorizing.signal
        let connection = try await call.write { [stateEvents] tx in
            var connection = try Self.connection(input.name, call, in: tx)
            connection.description = input.description ?? connection.description
            let wasAuthorized = connection.state == .authorized
            let type = input.authorizationType ?? connection.type
            if type != connection.type, let old = StoredConnection.members[connection.type]?.0 {
                var parameters = connection.parameters.object ?? JSONObject()
                parameters[old] = nil
                connection.parameters = .object(parameters)
            }
            connection.type = type
            connection.parameters = Self.merge(given, into: connection.parameters)
            connection.modifiedAt = call.now
            try Self.checkConnection(type, connection.parameters)
            // What is proved with is proved anew, which is also how a refused connection is used again.
            connection.state = Self.firstState(type)
            connection.reason = nil
            if connection.state == .authorized { connection.authorizedAt = call.now }
            try Connections.update(connection, in: tx)
            try stateEvents.tell("Update Started", of: connection, at: call.now, in: tx)
            try stateEvents.tell(
                connection.isOAuth ? "Authorization Started" : "Authorized", of: connection, at: call.now,
                in: tx)
            let isAuthorized = connection.state == .authorized
            if wasAuthorized != isAuthorized {
                try stateEvents.tell(areActive: isAuthorized, usersOf: connection, at: call.now, in: tx)
            }
            tx.afterCommit { signal.fire() }
            return connection
        }
        return UpdateConnectionOutput(
            connectionArn: connection.arn, connectionState: connection.state.rawValue,
            creationTime: connection.createdAt.timestamp, lastModifiedTime: connection.modifiedAt.timestamp,
            lastAuthorizedTime: connection.authorizedAt?.timestamp)
    }

    private static func merge(_ given: JSON?, into present: JSON) -> JSON {
        var merged = present.object ?? JSONObject()
        for member in given?.object?.members ?? [] {
            guard member.name != "InvocationHttpParameters", var old = merged[member.name]?.object else {
                merged[member.name] = member.value
                continue
            }
            for field in member.value.object?.members ?? [] {
                guard field.name == "ClientParameters", var client = old[field.name]?.object else {
                    old[field.name] = field.value
                    continue
                }
                for part in field.value.object?.members ?? [] { client[part.name] = part.value }
                old[field.name] = .object(client)
            }
            merged[member.name] = .object(old)
        }
        return .object(merged)
    }
}

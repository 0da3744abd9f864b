internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Changes what is given and leaves the rest.
    func updateConnection(_ input: UpdateConnectionInput, _ call: Call) async throws -> UpdateConnectionOutput
    {
        try Self.refuse([
            ("InvocationConnectivityParameters", input.invocationConnectivityParameters != nil),
            ("KmsKeyIdentifier", input.kmsKeyIdentifier != nil),
        ], of: "UpdateConnection")
        let given = try input.authParameters.map { try JSON(parsing: $0.json()) }
        let connection = try await call.write { tx in
            var connection = try Self.connection(input.name, call, in: tx)
            connection.description = input.description ?? connection.description
            connection.type = input.authorizationType ?? connection.type
            connection.parameters = Self.merge(given, into: connection.parameters)
            connection.modifiedAt = call.now
            try Self.checkConnection(connection.type, connection.parameters)
            try Connections.update(connection, in: tx)
            return connection
        }
        return UpdateConnectionOutput(
            connectionArn: connection.arn, connectionState: StoredConnection.authorized,
            creationTime: connection.createdAt.timestamp, lastModifiedTime: connection.modifiedAt.timestamp,
            lastAuthorizedTime: connection.modifiedAt.timestamp)
    }

    private static func merge(_ given: JSON?, into present: JSON) -> JSON {
        var merged = present.object ?? JSONObject()
        for member in given?.object?.members ?? [] {
            guard member.name != "InvocationHttpParameters", var old = merged[member.name]?.object else {
                merged[member.name] = member.value
                continue
            }
            for field in member.value.object?.members ?? [] { old[field.name] = field.value }
            merged[member.name] = .object(old)
        }
        return .object(merged)
    }
}

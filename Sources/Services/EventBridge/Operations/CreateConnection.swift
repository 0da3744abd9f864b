internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Keeps how to prove to endpoints outside who calls.
    func createConnection(_ input: CreateConnectionInput, _ call: Call) async throws -> CreateConnectionOutput
    {
        try Self.refuse([
            ("InvocationConnectivityParameters", input.invocationConnectivityParameters != nil),
            ("KmsKeyIdentifier", input.kmsKeyIdentifier != nil),
        ], of: "CreateConnection")
        let parameters = try JSON(parsing: input.authParameters.json())
        try Self.checkConnection(input.authorizationType, parameters)
        let (name, id) = (input.name, call.makeID())
        let secret = "events!connection/\(name)/\(call.makeID())-\(kernel.entropy.text(6))"
        let connection = StoredConnection(
            id: 0, name: name, arn: call.scope.arn("events", "connection/\(name)/\(id)").description,
            description: input.description, type: input.authorizationType, parameters: parameters,
            secretARN: call.scope.arn("secretsmanager", "secret:\(secret)").description, createdAt: call.now,
            modifiedAt: call.now)
        try await call.write { tx in
            guard try Connections.named(name, call.scope, in: tx) == nil else {
                throw ResourceAlreadyExistsException("Connection \(name) already exists.")
            }
            try Connections.insert(connection, call.scope, in: tx)
        }
        return CreateConnectionOutput(
            connectionArn: connection.arn, connectionState: StoredConnection.authorized,
            creationTime: call.now.timestamp, lastModifiedTime: call.now.timestamp)
    }

    /// The parameters must be those of the type; OAuth and private endpoints are refused by name.
    static func checkConnection(_ type: String, _ parameters: JSON) throws {
        guard let (member, fields) = StoredConnection.members[type] else {
            throw NotImplemented("A connection with the authorization type \(type)")
        }
        for name in ["OAuthParameters", "ConnectivityParameters"] where parameters[name] != nil {
            throw NotImplemented("A connection with \(name)")
        }
        guard fields.allSatisfy({ parameters[member]?[$0]?.string != nil }) else {
            throw invalid("AuthParameters", "\(member) is required for the authorization type \(type).")
        }
    }

    static func connection(
        _ name: String, _ call: Call, in tx: borrowing Transaction
    ) throws -> StoredConnection {
        guard let connection = try Connections.named(name, call.scope, in: tx) else {
            throw ResourceNotFoundException(
                "Failed to describe the connection(s). Connection '\(name)' does not exist.")
        }
        return connection
    }
}

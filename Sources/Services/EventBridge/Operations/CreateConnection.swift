internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Keeps how to prove to endpoints outside who calls. The token of a client's credentials is asked for
    /// behind the answer.
    func createConnection(_ input: CreateConnectionInput, _ call: Call) async throws -> CreateConnectionOutput
    {
        try Self.refuse(
            [
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
            modifiedAt: call.now, state: Self.firstState(input.authorizationType),
            authorizedAt: Self.firstState(input.authorizationType) == .authorized ? call.now : nil)
        let signal = authorizing.signal
        try await call.write { [stateEvents] tx in
            guard try Connections.named(name, call.scope, in: tx) == nil else {
                throw ResourceAlreadyExistsException("Connection \(name) already exists.")
            }
            try Connections.insert(connection, call.scope, in: tx)
            try stateEvents.tell("Creation Started", of: connection, at: call.now, in: tx)
            try stateEvents.tell(
                connection.isOAuth ? "Authorization Started" : "Authorized", of: connection, at: call.now,
                in: tx)
            tx.afterCommit { signal.fire() }
        }
        return CreateConnectionOutput(
            connectionArn: connection.arn, connectionState: connection.state.rawValue,
            creationTime: call.now.timestamp, lastModifiedTime: call.now.timestamp)
    }

    /// A token has to be asked for; other proofs are taken as they are, as on AWS.
    static func firstState(_ type: String) -> StoredConnection.State {
        type == StoredConnection.oauth ? .authorizing : .authorized
    }

    /// The parameters must be those of the type; private endpoints are refused by name.
    static func checkConnection(_ type: String, _ parameters: JSON) throws {
        guard let (member, fields) = StoredConnection.members[type] else {
            throw invalid("AuthorizationType", "\(type) is none of BASIC, API_KEY, OAUTH_CLIENT_CREDENTIALS.")
        }
        if parameters["ConnectivityParameters"] != nil {
            throw NotImplemented("A connection with ConnectivityParameters")
        }
        for (other, (name, _)) in StoredConnection.members where other != type && parameters[name] != nil {
            throw invalid("AuthParameters", "\(name) does not go with the authorization type \(type).")
        }
        let own = parameters[member]
        guard fields.allSatisfy({ own?[$0]?.string != nil }) else {
            throw invalid("AuthParameters", "\(member) is required for the authorization type \(type).")
        }
        guard type == StoredConnection.oauth else { return }
        guard ["ClientID", "ClientSecret"].allSatisfy({ own?["ClientParameters"]?[$0]?.string != nil }) else {
            throw invalid(
                "AuthParameters", "ClientParameters are required for the authorization type \(type).")
        }
        try checkEndpoint(own?["AuthorizationEndpoint"]?.string ?? "", of: "AuthorizationEndpoint")
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

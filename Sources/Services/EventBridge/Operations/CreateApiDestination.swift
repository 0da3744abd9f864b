internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Makes an endpoint outside a place that rules may send to.
    func createApiDestination(
        _ input: CreateApiDestinationInput, _ call: Call
    ) async throws -> CreateApiDestinationOutput {
        try Self.checkEndpoint(input.invocationEndpoint)
        let name = input.name
        let arn = call.scope.arn("events", "api-destination/\(name)/\(call.makeID())").description
        let destination = StoredDestination(
            id: 0, name: name, arn: arn, description: input.description, connection: input.connectionArn,
            endpoint: input.invocationEndpoint, method: input.httpMethod,
            rate: input.invocationRateLimitPerSecond ?? StoredDestination.rateStandard, createdAt: call.now,
            modifiedAt: call.now)
        let state = try await call.write { [stateEvents] tx in
            guard try Destinations.named(name, call.scope, in: tx) == nil else {
                throw ResourceAlreadyExistsException("An api-destination '\(name)' already exists.")
            }
            try Self.requireConnection(destination.connection, in: tx)
            try Destinations.insert(destination, call.scope, in: tx)
            let state = try Self.state(of: destination, in: tx)
            if state == "ACTIVE" {
                try stateEvents.tell(isActive: true, of: destination, at: call.now, in: tx)
            }
            return state
        }
        return CreateApiDestinationOutput(
            apiDestinationArn: arn, apiDestinationState: state, creationTime: call.now.timestamp,
            lastModifiedTime: call.now.timestamp)
    }

    static func checkEndpoint(_ endpoint: String, of parameter: String = "InvocationEndpoint") throws {
        guard endpoint.hasPrefix("https://") || endpoint.hasPrefix("http://") else {
            throw invalid(parameter, "A URL is expected.")
        }
    }

    static func requireConnection(_ arn: String, in tx: borrowing Transaction) throws {
        guard try Connections.with(arn: arn, in: tx) != nil else {
            throw ResourceNotFoundException("Connection '\(arn)' does not exist.")
        }
    }

    static func destination(
        _ name: String, _ call: Call, in tx: borrowing Transaction
    ) throws -> StoredDestination {
        guard let destination = try Destinations.named(name, call.scope, in: tx) else {
            throw ResourceNotFoundException(
                "Failed to describe the api-destination(s). An api-destination '\(name)' does not exist.")
        }
        return destination
    }

    /// A destination is active as long as its connection is authorized.
    static func state(
        of destination: StoredDestination, in tx: borrowing Transaction
    ) throws -> String {
        let connection = try Connections.with(arn: destination.connection, in: tx)
        return connection?.state == .authorized ? "ACTIVE" : "INACTIVE"
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Changes what is given and leaves the rest.
    func updateApiDestination(
        _ input: UpdateApiDestinationInput, _ call: Call
    ) async throws -> UpdateApiDestinationOutput {
        if let endpoint = input.invocationEndpoint { try Self.checkEndpoint(endpoint) }
        let (destination, state) = try await call.write { [stateEvents] tx in
            var destination = try Self.destination(input.name, call, in: tx)
            let before = try Self.state(of: destination, in: tx)
            if let connection = input.connectionArn { try Self.requireConnection(connection, in: tx) }
            destination.description = input.description ?? destination.description
            destination.connection = input.connectionArn ?? destination.connection
            destination.endpoint = input.invocationEndpoint ?? destination.endpoint
            destination.method = input.httpMethod ?? destination.method
            destination.rate = input.invocationRateLimitPerSecond ?? destination.rate
            destination.modifiedAt = call.now
            try Destinations.update(destination, in: tx)
            let state = try Self.state(of: destination, in: tx)
            if state != before {
                try stateEvents.tell(
                    isActive: state == "ACTIVE", of: destination, at: call.now, in: tx)
            }
            return (destination, state)
        }
        return UpdateApiDestinationOutput(
            apiDestinationArn: destination.arn, apiDestinationState: state,
            creationTime: destination.createdAt.timestamp, lastModifiedTime: call.now.timestamp)
    }
}

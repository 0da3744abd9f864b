internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Calls an API destination for another service and waits for its answer.
    ///
    /// `PathParameterValues`, `HeaderParameters` and `QueryStringParameters` come as parameters.
    func ask(_ delivery: Delivery, _ call: Call) async throws -> [UInt8] {
        guard delivery.action == "events:InvokeApiDestination" else {
            throw DeliveryFailure.permanent(
                code: "INVALID_TARGET", message: "\(delivery.target) is no API destination.")
        }
        let found = try await call.read { tx -> (StoredDestination, StoredConnection)? in
            guard let destination = try Destinations.with(arn: delivery.target, in: tx),
                let connection = try Connections.with(arn: destination.connection, in: tx)
            else { return nil }
            return (destination, connection)
        }
        guard let (destination, connection) = found else {
            throw DeliveryFailure.permanent(
                code: "NO_RESOURCE",
                message: "The API destination does not exist or its connection does not.")
        }
        let event = Event(
            id: delivery.id, bytes: Array("{}".utf8), ingestedAt: call.now, trace: delivery.trace)
        let request = HTTPCall(
            destination: destination, connection: connection, settings: HTTPSettings(delivery.parameters),
            event: event)
        let outgoing = try request.delivery(
            id: delivery.id, payload: delivery.payload, source: delivery.source)
        return try await kernel.exchange(outgoing).body
    }
}

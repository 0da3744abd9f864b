internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// What endpoints answer to whom they do not know.
    private static let unknownCaller = [401, 407]

    /// Calls an API destination, for a rule or for another service, and waits for its answer.
    ///
    /// `PathParameterValues`, `HeaderParameters` and `QueryStringParameters` come as parameters. A request
    /// bears what the connection holds at the time of the attempt. An endpoint that does not know the caller
    /// makes a token be asked for anew before the next attempt, and takes any other connection its
    /// authorization.
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-deauthorize.html>
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
        guard let (destination, given) = found else { throw TargetRoute.inactive }
        var connection = given
        guard connection.state != .deauthorized else { throw Authorizing.refusal(connection) }
        if connection.isOAuth { connection.token = try await authorizing.token(of: connection) }
        let event = Event(
            id: delivery.id, bytes: Array("{}".utf8), time: call.now, ingestedAt: call.now,
            trace: delivery.trace)
        let request = HTTPCall(
            destination: destination, connection: connection, settings: HTTPSettings(delivery.parameters),
            event: event)
        let outgoing = try request.delivery(
            id: delivery.id, payload: delivery.payload, source: delivery.source)
        do {
            return try await kernel.exchange(outgoing).body
        } catch let failure as DeliveryFailure {
            if let status = failure.answer?.status, Self.unknownCaller.contains(status) {
                if connection.isOAuth {
                    try await authorizing.forget(connection.token, of: connection)
                } else {
                    try await authorizing.deauthorize(
                        connection, "The endpoint of \(destination.name) answered \(status).")
                }
            }
            throw failure
        }
    }
}

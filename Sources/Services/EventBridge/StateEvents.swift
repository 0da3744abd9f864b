internal import Kernel
internal import Store
internal import Wire

/// Tells the default bus of an account what becomes of its connections and API destinations, in the
/// transaction in which it does.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/event-reference.html>
struct StateEvents: Sendable {
    private static let pageSize = 100

    let kernel: Kernel
    /// Fired when events wait for their way to targets.
    let signal: Signal

    /// `what` is as in `Connection Creation Started`.
    func tell(
        _ what: String, of connection: StoredConnection, reason: String? = nil, at now: Instant,
        in tx: borrowing Transaction
    ) throws {
        var detail: JSONObject = ["ConnectionName": .string(connection.name)]
        detail["StateReason"] = reason.map { .string($0) }
        try send("Connection \(what)", connection.arn, detail, at: now, in: tx)
    }

    func tell(
        isActive: Bool, of destination: StoredDestination, at now: Instant, in tx: borrowing Transaction
    ) throws {
        try send(
            "API Destination \(isActive ? "Activated" : "Deactivated")", destination.arn,
            ["ApiDestinationName": .string(destination.name)], at: now, in: tx)
    }

    /// The same of all destinations that use a connection.
    func tell(
        areActive: Bool, usersOf connection: StoredConnection, at now: Instant, in tx: borrowing Transaction
    ) throws {
        guard let scope = try scope(of: connection.arn, in: tx) else { return }
        var place = ""
        while true {
            let page = try Destinations.listed(
                scope, connection: connection.arn, after: place, limit: Self.pageSize, in: tx)
            for destination in page { try tell(isActive: areActive, of: destination, at: now, in: tx) }
            guard page.count == Self.pageSize, let last = page.last else { return }
            place = last.name
        }
    }

    private func scope(of arn: String, in tx: borrowing Transaction) throws -> Scope? {
        guard let arn = ARN(arn) else { return nil }
        return try kernel.scopes.scope(account: arn.account, region: arn.region, in: tx)
    }

    private func send(
        _ type: String, _ resource: String, _ detail: JSONObject, at now: Instant,
        in tx: borrowing Transaction
    ) throws {
        guard let scope = try scope(of: resource, in: tx) else { return }
        let call = Kernel.Call.internal(kernel, scope, now: now)
        let flow = call.makeFlow()
        var detail = detail
        detail["Timestamp"] = .string(Self.time(now))
        let envelope = Envelope(
            id: kernel.names.name(in: flow), detailType: type, source: "aws.events", account: scope.account,
            time: now, region: scope.region, resources: [resource], detail: .object(detail))
        let event = Event(
            id: envelope.id, bytes: envelope.bytes, time: envelope.told, ingestedAt: now, trace: call.trace,
            flow: flow)
        let bus = try BusReference(nil, scope).arn.description
        _ = try PendingEvents.insert(event, bus: bus, isFresh: true, in: tx)
        tx.afterCommit { [signal] in signal.fire() }
    }

    /// As these events spell times: `2024-10-24 09:26:35 +0000 UTC`.
    private static func time(_ instant: Instant) -> String {
        Event.time(instant).replacing("T", with: " ").replacing("Z", with: " +0000 UTC")
    }
}

internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Takes in an event that another service, or a rule of another bus, sends to a bus.
    ///
    /// The payload is the envelope; what it leaves out is added. The event goes its way behind the
    /// transaction of the sender.
    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        if Self.managedRuleActions.contains(delivery.action) {
            return try manageRule(delivery, call, in: tx)
        }
        guard delivery.action == "events:PutEvents", let bus = ARN(delivery.target).flatMap(BusReference.init)
        else {
            throw DeliveryFailure.permanent(
                code: "INVALID_PARAMETER", message: "\(delivery.target) is no event bus.")
        }
        guard try bus.isDefault || Buses.named(bus.arn.description, in: tx) != nil else {
            throw DeliveryFailure.permanent(
                code: "NO_RESOURCE", message: "Event bus \(bus.name) does not exist.")
        }
        let flow = call.makeFlow()
        let (id, bytes, time) = try Self.envelope(delivery, flow, call)
        var event = Event(
            id: id, bytes: bytes, time: time, ingestedAt: call.now, trace: delivery.trace, flow: flow)
        event.hops = delivery.parameters["Hops"]?.integer ?? 0
        event.traceHeader = delivery.parameters["AWSTraceHeader"]?.string
        let row = try PendingEvents.insert(event, bus: bus.arn.description, isFresh: true, in: tx)
        call.noteArrival(id, row: row)
        tx.afterCommit { [fanOutSignal] in fanOutSignal.fire() }
    }

    private static func envelope(
        _ delivery: Delivery, _ flow: Flow, _ call: Call
    ) throws -> (String, [UInt8], Instant) {
        let given: JSON
        do {
            given = try JSON(parsing: delivery.payload)
        } catch {
            throw DeliveryFailure.permanent(code: "INVALID_JSON", message: "The event is not JSON.")
        }
        guard let source = given["source"]?.string, let type = given["detail-type"]?.string,
            let detail = given["detail"], detail.object != nil
        else {
            throw DeliveryFailure.permanent(
                code: "INVALID_JSON", message: "An event has a source, a detail-type and a detail.")
        }
        if let id = given["id"]?.string, let told = given["time"]?.string, given["account"]?.string != nil {
            return (id, delivery.payload, Event.time(told: told) ?? call.now)
        }
        let envelope = Envelope(
            id: given["id"]?.string ?? call.kernel.names.name(in: flow), detailType: type, source: source,
            account: given["account"]?.string ?? call.account, time: call.now,
            region: given["region"]?.string ?? call.region,
            resources: (given["resources"]?.array ?? []).compactMap(\.string), detail: detail)
        return (envelope.id, envelope.bytes, envelope.told)
    }
}

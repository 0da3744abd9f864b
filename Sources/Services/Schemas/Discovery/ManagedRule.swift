internal import Kernel
internal import Store
internal import Wire

/// The rule of a bus that sends its events to a discoverer. EventBridge keeps it for the discoverer, and
/// nobody else may change it.
struct ManagedRule {
    static let targetID = "SchemaDiscoverer"

    let discoverer: StoredDiscoverer
    let call: Kernel.Call

    /// `Schemas-events-event-bus-default` for the default bus.
    var arn: ARN? {
        guard var arn = ARN(discoverer.source) else { return nil }
        let bus = arn.resource.dropFirst("event-bus/".count)
        let name = "Schemas-\(discoverer.name)"
        arn.resource = bus == "default" ? "rule/\(name)" : "rule/\(bus)/\(name)"
        return arn
    }

    /// Events of other accounts are left out where they are not asked for.
    private var pattern: JSON {
        ["account": [discoverer.takesOthers ? ["prefix": ""] : .string(call.account)]]
    }

    func put(in tx: borrowing Transaction) throws {
        let target = StoredDiscoverer.arn(discoverer.name, call.scope).description
        let isOn = discoverer.state == StoredDiscoverer.started
        try send(
            "events:PutRule",
            [
                "EventPattern": .string(pattern.text), "State": isOn ? "ENABLED" : "DISABLED",
                "Description": "This rule is used to route Events to Schema Discoverer",
                "Targets": [["Id": .string(Self.targetID), "Arn": .string(target)]],
            ], in: tx)
    }

    func remove(in tx: borrowing Transaction) throws { try send("events:DeleteRule", [:], in: tx) }

    /// The rule changes in the transaction of the discoverer, with the permissions of who changes it.
    private func send(_ action: String, _ rule: JSON, in tx: borrowing Transaction) throws {
        guard let arn else { throw Refusals.invalid("SourceArn is not the ARN of an event bus.") }
        var delivery = Delivery(
            id: call.makeID(), target: arn.description, action: action, payload: rule.utf8,
            source: StoredDiscoverer.arn(discoverer.name, call.scope).description, trace: call.trace)
        delivery.caller = call.principal
        delivery.retry.attemptsMax = 0
        let outcome = try call.send(delivery, in: tx)
        guard outcome.state != .arrived else { return }
        guard outcome.code != "NO_PERMISSIONS" else { throw Refusals.forbidden(outcome.message) }
        throw Refusals.invalid(outcome.message)
    }
}

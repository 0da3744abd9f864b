internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Requests name a bus by name or ARN, or mean the default bus by naming none, and a rule by its name and
    /// its bus.
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        let rule = resources.first { $0.kind == "rule" }?.value
        let buses = resources.filter { $0.kind == "bus" || $0.kind == "ruleBus" }
        let named = buses.isEmpty && Self.meansDefaultBus(action, rule) ? [nil] : buses.map(\.value)
        var arns = resources.filter { $0.kind == "arn" }.compactMap { ARN($0.value) }
        for named in resources {
            if named.kind == "event-source", let arn = ARN(PartnerSource.arn(named.value, call.region)) {
                arns.append(arn)
            }
            if ["archive", "replay", "connection", "api-destination"].contains(named.kind) {
                arns.append(call.scope.arn("events", "\(named.kind)/\(named.value)"))
            }
        }
        for name in Set(named) {
            do {
                let bus = try BusReference(name, call.scope)
                arns.append(rule.map { bus.rule($0) } ?? bus.arn)
            } catch {
                continue
            }
        }
        return arns
    }

    static var resourceTypes: [ResourceType] {
        [
            EventBusResource.type, RuleResource.type, EventBusPolicyResource.type, ArchiveResource.type,
            ConnectionResource.type, ApiDestinationResource.type,
        ]
    }

    private static func meansDefaultBus(_ action: OperationModel, _ rule: String?) -> Bool {
        if rule != nil { return true }
        return ["PutEvents", "PutPermission", "RemovePermission", "DescribeEventBus", "UpdateEventBus"]
            .contains(action.name)
    }

    /// The policy of a bus holds for its rules too.
    func resourcePolicy(of arn: ARN, in tx: borrowing Transaction) throws -> String? {
        guard let bus = BusReference(arn) ?? RuleReference(arn)?.bus else { return nil }
        return try Buses.named(bus.arn.description, in: tx)?.policy
    }
}

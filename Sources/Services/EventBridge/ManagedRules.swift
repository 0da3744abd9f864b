internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

/// Rules that other services keep on buses for themselves, such as those of schema discoverers. They are made
/// and removed by deliveries, in the transaction of what they belong to.
extension EventBridge {
    static let managedRuleActions: Set<String> = ["events:PutRule", "events:DeleteRule"]

    /// Makes, changes or removes a rule of the service that sends the delivery.
    func manageRule(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        guard let arn = ARN(delivery.target), let reference = RuleReference(arn),
            case .service(let owner) = call.principal.kind
        else {
            throw DeliveryFailure.permanent(
                code: "INVALID_PARAMETER", message: "\(delivery.target) is no rule.")
        }
        do {
            let bus = try Self.bus(reference.bus, call, in: tx)
            if let old = try Rules.named(reference.name, bus: bus.id, in: tx), old.managedBy != owner {
                throw ValidationException("Rule \(reference.name) already exists on EventBus \(bus.name).")
            }
            if delivery.action == "events:DeleteRule" {
                if let rule = try Rules.named(reference.name, bus: bus.id, in: tx) {
                    try Self.removeManaged(rule, in: tx)
                }
            } else {
                try putManaged(delivery.payload, reference, on: bus, of: owner, call, in: tx)
            }
            tx.afterCommit { [buses] in buses.forget(bus.arn) }
        } catch let failure as any Failure {
            throw DeliveryFailure.permanent(code: "NO_RESOURCE", message: failure.message)
        }
    }

    private func putManaged(
        _ payload: [UInt8], _ reference: RuleReference, on bus: StoredBus, of owner: String, _ call: Call,
        in tx: borrowing Transaction
    ) throws {
        let wish: JSON
        do {
            wish = try JSON(parsing: payload)
        } catch {
            throw ValidationException("The rule is not JSON.")
        }
        guard let pattern = wish["EventPattern"]?.string else {
            throw ValidationException("Parameter EventPattern must be specified.")
        }
        _ = try Self.checked(pattern)
        let draft = StoredRule(
            id: 0, bus: 0, name: reference.name, arn: reference.bus.rule(reference.name).description,
            pattern: pattern, schedule: nil, state: wish["State"]?.string ?? StoredRule.enabled,
            description: wish["Description"]?.string, role: nil, createdBy: call.account,
            createdAt: call.now, managedBy: owner)
        let rule = try Self.put(draft, on: bus, reference.bus.rule(reference.name), [:], in: tx)
        for target in wish["Targets"]?.array ?? [] {
            guard let id = target["Id"]?.string, let arn = target["Arn"]?.string else { continue }
            try Targets.put(Target(id: id, arn: arn), of: rule, in: tx)
        }
    }

    static func removeManaged(_ rule: StoredRule, in tx: borrowing Transaction) throws {
        for target in try Targets.all(of: rule, in: tx) {
            _ = try Targets.remove(target.name, of: rule.id, in: tx)
        }
        try Rules.remove(rule.id, in: tx)
        try Buses.count(rules: -1, of: rule.bus, in: tx)
    }

    /// Refuses a change by anybody but the service whose rule it is.
    static func requireUnmanaged(_ rule: StoredRule?) throws {
        guard let rule, rule.managedBy != nil else { return }
        throw ManagedRuleException(
            "Rule \(rule.name) is managed by an AWS service and can only be modified if force is true.")
    }
}

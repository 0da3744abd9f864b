internal import EventBridgeInterface
internal import Kernel

/// A bus as requests name it: by nothing (the default bus), by name or by ARN.
struct BusReference: Sendable, Hashable {
    static let defaultName = "default"
    private static let kind = "event-bus/"

    let arn: ARN
    let name: String

    init(_ text: String?, _ scope: Scope) throws {
        guard let text, text.hasPrefix("arn:") else {
            name = text ?? Self.defaultName
            arn = scope.arn("events", Self.kind + name)
            return
        }
        guard let arn = ARN(text), let reference = BusReference(arn) else {
            throw ValidationException(
                "Parameter \(text) is not valid. Reason: Provided Arn is not in correct format.")
        }
        self = reference
    }

    /// Nil for an ARN of something else.
    init?(_ arn: ARN) {
        guard arn.service == "events", arn.resource.hasPrefix(Self.kind), arn.resource != Self.kind else {
            return nil
        }
        self.arn = arn
        name = String(arn.resource.dropFirst(Self.kind.count))
    }

    var isDefault: Bool { name == Self.defaultName }

    /// The ARN of a rule of the bus; rules of the default bus do not name it.
    func rule(_ rule: String) -> ARN {
        var arn = arn
        arn.resource = isDefault ? "rule/\(rule)" : "rule/\(name)/\(rule)"
        return arn
    }
}

/// A rule as its ARN names it.
struct RuleReference {
    let bus: BusReference
    let name: String

    /// Nil for an ARN of something else.
    init?(_ arn: ARN) {
        let parts = arn.resource.split(separator: "/").map(String.init)
        guard arn.service == "events", parts.count >= 2, parts[0] == "rule" else { return nil }
        var busARN = arn
        let bus = parts.count > 2 ? parts[1..<(parts.count - 1)].joined(separator: "/") : "default"
        busARN.resource = "event-bus/\(bus)"
        guard let reference = BusReference(busARN) else { return nil }
        self.bus = reference
        name = parts[parts.count - 1]
    }
}

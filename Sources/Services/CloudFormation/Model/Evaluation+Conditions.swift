internal import CloudFormationInterface
internal import Kernel
internal import Wire

extension Evaluation {
    /// Works out every condition of a template.
    mutating func evaluateConditions(of template: Template) throws {
        conditions = [:]
        for name in template.conditions.names { try evaluate(name, of: template.conditions, path: []) }
    }

    private mutating func evaluate(_ name: String, of all: JSONObject, path: [String]) throws {
        guard conditions[name] == nil else { return }
        guard let value = all[name] else {
            throw ValidationError.format(
                "Unresolved dependencies [\(name)] in the Conditions block of the template")
        }
        guard !path.contains(name) else {
            throw ValidationError.format("Found circular condition dependency with \(path[0])")
        }
        for needed in Self.names(in: value) { try evaluate(needed, of: all, path: path + [name]) }
        conditions[name] = try isMet(value)
    }

    /// The conditions that a condition names.
    private static func names(in value: JSON) -> [String] {
        switch value {
        case .array(let elements): return elements.flatMap(names)
        case .object(let object):
            if object.count == 1, let name = object["Condition"]?.string { return [name] }
            if object.count == 1, let name = object["Fn::If"]?.array?.first?.string {
                return [name] + object.members.flatMap { names(in: $0.value) }
            }
            return object.members.flatMap { names(in: $0.value) }
        default: return []
        }
    }

    func condition(named name: String) throws -> Bool {
        guard let value = conditions[name] else {
            throw ValidationError.format(
                "Unresolved condition dependency \(name) in the Resources block of the template")
        }
        return value
    }

    /// Whether a condition holds.
    func isMet(_ json: JSON) throws -> Bool {
        guard case .object(let object) = json, object.count == 1, let member = object.members.first else {
            if let text = json.scalarText, text == "true" || text == "false" { return text == "true" }
            throw ValidationError.format(
                "Conditions can only be boolean operations on parameters and other conditions")
        }
        switch member.name {
        case "Condition": return try condition(named: member.value.string ?? "")
        case "Fn::Equals":
            let parts = try arguments(member, 2...2)
            return try required(parts[0]).isSame(as: required(parts[1]))
        case "Fn::Not": return try !isMet(arguments(member, 1...1)[0])
        case "Fn::And": return try arguments(member, 2...10).allSatisfy { try isMet($0) }
        case "Fn::Or": return try arguments(member, 2...10).contains { try isMet($0) }
        case "Fn::Contains", "Fn::EachMemberIn":
            let parts = try arguments(member, 2...2)
            let list = try required(member.name == "Fn::Contains" ? parts[0] : parts[1]).array ?? []
            let sought = try required(member.name == "Fn::Contains" ? parts[1] : parts[0])
            return (sought.array ?? [sought]).allSatisfy { one in list.contains { $0.isSame(as: one) } }
        case "Fn::EachMemberEquals":
            let parts = try arguments(member, 2...2)
            let value = try required(parts[1])
            return try (required(parts[0]).array ?? []).allSatisfy { $0.isSame(as: value) }
        default:
            throw ValidationError.format(
                "Conditions can only be boolean operations on parameters and other conditions")
        }
    }

    private func arguments(
        _ member: JSONObject.Member, _ count: ClosedRange<Int>
    ) throws(ValidationError) -> [JSON] {
        guard let parts = member.value.array, count.contains(parts.count) else {
            let wanted =
                count.lowerBound == count.upperBound
                ? "exactly \(count.lowerBound)" : "between \(count.lowerBound) and \(count.upperBound)"
            throw .template("every \(member.name) object requires a list of \(wanted) parameters.")
        }
        return parts
    }

    /// Throws for a rule of the template that the parameters break.
    func checkRules(of template: Template) throws {
        for rule in template.rules.members {
            if let condition = rule.value["RuleCondition"], try !isMet(condition) { continue }
            for assertion in rule.value["Assertions"]?.array ?? [] {
                guard let claim = assertion["Assert"] else {
                    throw ValidationError.format(
                        "Every Assertions member of rule \(rule.name) must contain an Assert")
                }
                if try !isMet(claim) {
                    let text = assertion["AssertDescription"]?.string ?? "\(rule.name)"
                    throw ValidationError.template("Rule \(rule.name) failed: \(text)")
                }
            }
        }
    }
}

extension JSON {
    /// Whether two values mean the same to CloudFormation, which takes `30` and `"30"`, `true` and
    /// `"true"` for one.
    func isSame(as other: JSON) -> Bool {
        switch (self, other) {
        case (.array(let a), .array(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
        case (.object(let a), .object(let b)):
            return a.count == b.count
                && a.members.allSatisfy { member in
                    b[member.name].map { member.value.isSame(as: $0) } ?? false
                }
        default:
            if let a = scalarText, let b = other.scalarText { return a == b }
            return self == other
        }
    }
}

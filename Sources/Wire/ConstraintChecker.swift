/// Walks a shape as a writer would and notes every value that breaks its constraints.
public struct ConstraintChecker: ShapeWriter, ~Copyable {
    public struct Frame {
        var schema: Schema?
        var parent: Member?
        var depth: Int
        var index = 0
        /// Texts of scalar elements, and rules they break; AWS reports those on the list, not on the element.
        var rules: [Violation.Rule] = []
    }

    private enum Step {
        case member(String)
        case index(Int)
        case key(String)
    }

    private var path: [Step] = []
    private var member: Member?
    public private(set) var violations: [Violation] = []

    public init() {}

    /// The violations of a shape, in the order of its members.
    public static func violations(in shape: some Shape) -> [Violation] {
        var checker = ConstraintChecker()
        shape.write(to: &checker)
        return checker.violations
    }

    private var pathText: String {
        var text = ""
        for step in path {
            if !text.isEmpty { text += "." }
            switch step {
            case .member(let name): text += name
            case .index(let index): text += "\(index).member"
            case .key(let key): text += "\(key).member"
            }
        }
        return text
    }

    private mutating func note(_ rule: Violation.Rule, _ value: @autoclosure () -> String?) {
        let text = member?.isSensitive == true ? nil : value()
        violations.append(Violation(path: pathText, value: text, rule: rule))
    }

    /// Notes a required member that is absent; used by readers of loose values.
    mutating func noteMissing(_ member: Member) {
        path.append(.member(member.name))
        violations.append(Violation(path: pathText, value: nil, rule: .required))
        path.removeLast()
    }

    private mutating func checkLength(_ count: Int, _ constraints: Constraints, _ value: String) {
        guard let length = constraints.length else { return }
        if let least = length.least, count < least { note(.lengthAtLeast(least), value) }
        if let most = length.most, count > most { note(.lengthAtMost(most), value) }
    }

    // MARK: Structures, lists, maps

    public mutating func beginStructure(_ schema: Schema) -> Frame {
        Frame(schema: schema, depth: path.count)
    }

    public mutating func member(_ position: Int, _ frame: inout Frame) {
        path.removeLast(path.count - frame.depth)
        guard let next = frame.schema?.members[position] else { return }
        path.append(.member(next.name))
        member = next
    }

    public mutating func endStructure(_ frame: Frame) { path.removeLast(path.count - frame.depth) }

    public mutating func beginList(count: Int) -> Frame {
        if let constraints = member?.constraints { checkLength(count, constraints, "[]") }
        return Frame(parent: member, depth: path.count)
    }

    public mutating func element(_ frame: inout Frame) {
        path.removeLast(path.count - frame.depth)
        frame.index += 1
        path.append(.index(frame.index))
        member = frame.parent?.element
    }

    public mutating func endList(_ frame: Frame) { path.removeLast(path.count - frame.depth) }

    public mutating func beginMap(count: Int) -> Frame {
        if let constraints = member?.constraints { checkLength(count, constraints, "{}") }
        return Frame(parent: member, depth: path.count)
    }

    public mutating func key(_ key: String, _ frame: inout Frame) {
        path.removeLast(path.count - frame.depth)
        if let constraints = frame.parent?.key?.constraints, !constraints.isEmpty {
            let rules = constraints.broken(by: key)
            if !rules.isEmpty { note(.keys(rules), "{\(key)}") }
        }
        path.append(.key(key))
        member = frame.parent?.element
    }

    public mutating func endMap(_ frame: Frame) { path.removeLast(path.count - frame.depth) }

    // MARK: Values

    public mutating func string(_ value: String) {
        guard let constraints = member?.constraints, !constraints.isEmpty else { return }
        for rule in constraints.broken(by: value) { note(rule, value) }
    }

    public mutating func integer(_ value: Int) {
        guard let range = member?.constraints.range else { return }
        if let least = range.least, Double(value) < least { note(.valueAtLeast(least), String(value)) }
        if let most = range.most, Double(value) > most { note(.valueAtMost(most), String(value)) }
    }

    public mutating func double(_ value: Double) {
        guard let range = member?.constraints.range else { return }
        if let least = range.least, value < least { note(.valueAtLeast(least), value.wireText) }
        if let most = range.most, value > most { note(.valueAtMost(most), value.wireText) }
    }

    public mutating func boolean(_ value: Bool) {}

    public mutating func blob(_ value: [UInt8]) {
        guard let constraints = member?.constraints else { return }
        checkLength(
            value.count, constraints,
            "java.nio.HeapByteBuffer[pos=0 lim=\(value.count) cap=\(value.count)]")
    }

    public mutating func timestamp(_ value: Timestamp) {}
    public mutating func document(_ value: JSON) {}
    public mutating func stream(_ value: BodyStream) {}
}

extension Constraints {
    /// The rules that a string breaks.
    func broken(by value: String) -> [Violation.Rule] {
        var rules: [Violation.Rule] = []
        if let length {
            let count = value.unicodeScalars.count
            if let least = length.least, count < least { rules.append(.lengthAtLeast(least)) }
            if let most = length.most, count > most { rules.append(.lengthAtMost(most)) }
        }
        if let pattern, !pattern.matches(value) { rules.append(.pattern(pattern.text)) }
        if let values, !values.contains(value) { rules.append(.values(values)) }
        return rules
    }
}

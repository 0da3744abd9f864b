/// Walks a shape as a writer would and notes every value that breaks its constraints.
public struct ConstraintChecker: ShapeWriter, ~Copyable {
    public struct Frame {
        var schema: Schema?
        var parent: Member?
        var depth: Int
        var index = 0
    }

    /// A list of scalars: AWS reports what breaks a rule on the list, not on the element.
    private struct Scalars {
        var texts: [String] = []
        var rules: [Violation.Rule] = []
    }

    private enum Step {
        case member(String)
        case index(Int)
        case key(String)
    }

    private var path: [Step] = []
    private var member: Member?
    private var scalars: Scalars?
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

    /// Notes the rules that a scalar breaks, on itself or on its list.
    private mutating func note(_ rules: [Violation.Rule], _ value: @autoclosure () -> String) {
        guard scalars == nil else {
            scalars?.texts.append(value())
            for rule in rules where scalars?.rules.contains(rule) == false { scalars?.rules.append(rule) }
            return
        }
        for rule in rules { note(rule, value()) }
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
        guard let schema = frame.schema else { return }
        // Shapes are written in the order of their schema, so that whatever is passed over is absent.
        if position >= frame.index { noteMissing(schema, frame.index..<position) }
        frame.index = max(frame.index, position + 1)
        path.append(.member(schema.members[position].name))
        member = schema.members[position]
    }

    public mutating func endStructure(_ frame: Frame) {
        path.removeLast(path.count - frame.depth)
        guard let schema = frame.schema, !schema.isUnion, frame.index < schema.members.count else { return }
        noteMissing(schema, frame.index..<schema.members.count)
    }

    private mutating func noteMissing(_ schema: Schema, _ positions: Range<Int>) {
        guard !schema.isUnion else { return }
        for position in positions where schema.members[position].isRequired {
            noteMissing(schema.members[position])
        }
    }

    public mutating func beginList(count: Int) -> Frame {
        if let constraints = member?.constraints { checkLength(count, constraints, "[]") }
        switch member?.element?.kind {
        case .string, .byte, .short, .integer, .long, .float, .double: scalars = Scalars()
        default: break
        }
        return Frame(parent: member, depth: path.count)
    }

    public mutating func element(_ frame: inout Frame) {
        path.removeLast(path.count - frame.depth)
        frame.index += 1
        path.append(.index(frame.index))
        member = frame.parent?.element
    }

    public mutating func endList(_ frame: Frame) {
        path.removeLast(path.count - frame.depth)
        guard let list = scalars else { return }
        scalars = nil
        if !list.rules.isEmpty { note(.elements(list.rules), "[\(list.texts.joined(separator: ", "))]") }
    }

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
        guard let constraints = member?.constraints, scalars != nil || !constraints.isEmpty else { return }
        note(constraints.broken(by: value), value)
    }

    public mutating func integer(_ value: Int) {
        guard let constraints = member?.constraints else { return }
        note(constraints.broken(by: Double(value)), String(value))
    }

    public mutating func double(_ value: Double) {
        guard let constraints = member?.constraints else { return }
        note(constraints.broken(by: value), value.wireText)
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
    /// The rules that a number breaks.
    func broken(by value: Double) -> [Violation.Rule] {
        guard let range else { return [] }
        if let least = range.least, value < least { return [.valueAtLeast(least)] }
        if let most = range.most, value > most { return [.valueAtMost(most)] }
        return []
    }

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

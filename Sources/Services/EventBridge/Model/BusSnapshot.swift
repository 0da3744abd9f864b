internal import EventPattern
internal import Kernel
internal import Store

/// A bus with its enabled rules compiled.
final class BusSnapshot: Sendable {
    /// In the order of their ids.
    let rules: [ActiveRule]
    private let patterns: RuleSet<Int>

    init(_ bus: StoredBus, in tx: borrowing Transaction) throws {
        var targets: [Int64: [StoredTarget]] = [:]
        for target in try Targets.all(bus: bus.id, in: tx) {
            targets[target.rule, default: []].append(target)
        }
        var rules: [ActiveRule] = []
        var patterns: [(Int, EventPattern)] = []
        let stored = try Rules.matching(bus: bus.id, in: tx).sorted { $0.id < $1.id }
        for rule in stored {
            guard let pattern = rule.pattern, let own = targets[rule.id] else { continue }
            patterns.append((rules.count, try EventPattern(parsing: pattern)))
            rules.append(try ActiveRule(rule, own))
        }
        self.rules = rules
        self.patterns = RuleSet(patterns)
    }

    /// The rules that an event matches, in the order of their ids. Rules that do not match cost nothing.
    func matches(_ event: Event) -> [ActiveRule] {
        patterns.isEmpty ? [] : patterns.matches(event.bytes).map { rules[$0] }
    }
}

internal import EventPattern
internal import Kernel
internal import Store

/// A bus with its enabled rules and its archives compiled.
final class BusSnapshot: Sendable {
    private enum Taker: Sendable {
        case rule(Int)
        case archive(ActiveArchive)
    }

    /// In the order of their ids.
    let rules: [ActiveRule]
    /// Archives that keep every event.
    private let archives: [ActiveArchive]
    private let patterns: RuleSet<Taker>
    /// What the bus logs; nil when it logs nothing.
    let log: BusLog?

    init(_ bus: StoredBus, in tx: borrowing Transaction) throws {
        log = BusLog(bus)
        var targets: [Int64: [StoredTarget]] = [:]
        for target in try Targets.all(bus: bus.id, in: tx) {
            targets[target.rule, default: []].append(target)
        }
        var rules: [ActiveRule] = []
        var archives: [ActiveArchive] = []
        var patterns: [(Taker, EventPattern)] = []
        var archiveRules: Set<String> = []
        for rule in try Rules.matching(bus: bus.id, in: tx).sorted(by: { $0.id < $1.id }) {
            guard let pattern = rule.pattern, let own = targets[rule.id] else { continue }
            guard rule.managedBy != ArchiveRules.owner else {
                archiveRules.insert(rule.name)
                continue
            }
            patterns.append((.rule(rules.count), try EventPattern(parsing: pattern)))
            rules.append(try ActiveRule(rule, own, log: log))
        }
        for archive in try Archives.of(bus: bus.id, in: tx) {
            guard !archive.hasRule || archiveRules.contains(ArchiveRules.name(archive)) else { continue }
            let active = ActiveArchive(id: archive.id)
            if let pattern = archive.pattern {
                patterns.append((.archive(active), try EventPattern(parsing: pattern)))
            } else {
                archives.append(active)
            }
        }
        self.rules = rules
        self.archives = archives
        self.patterns = RuleSet(patterns)
    }

    /// Who takes an event: rules in the order of their ids, and archives. Those that do not match cost
    /// nothing.
    func takers(of event: Event) -> EventTakers {
        var takers = EventTakers(rules: [], archives: archives, log: log)
        for taker in patterns.isEmpty ? [] : patterns.matches(event.bytes) {
            switch taker {
            case .rule(let position): takers.rules.append(rules[position])
            case .archive(let archive): takers.archives.append(archive)
            }
        }
        if let replay = event.replay {
            takers.archives = []
            takers.rules.removeAll { !replay.admits($0) }
        }
        if log != nil, BusLog.isCause(of: event) {
            takers.log = nil
            takers.rules = takers.rules.map(\.unlogged)
        }
        return takers
    }
}

/// The rules and archives of a bus that take an event.
struct EventTakers: Sendable {
    var rules: [ActiveRule]
    var archives: [ActiveArchive]
    /// What the bus logs of the event; nil when it logs nothing.
    var log: BusLog?

    /// Nobody, as of a bus that does not exist.
    static let nobody = EventTakers(rules: [], archives: [])

    var isEmpty: Bool { rules.isEmpty && archives.isEmpty && log == nil }
    var deliveryCount: Int { rules.reduce(0) { $0 + $1.targets.count } }
}

/// Rules arranged for matching: a tree of the named fields, an index of alternatives for some of them, and
/// the branches with all that must hold.
///
/// Each branch is found through one of its fields, the one that fewest other branches share; the other fields
/// are checked only then. So the cost of an event hardly grows with the number of rules.
final class CompiledRules: Sendable {
    struct Slot: Sendable {
        var node: Int
        var matchers: [Matcher]
        /// Whether the field may be missing.
        var isAbsence: Bool
        /// The alternatives where all are numbers and ranges of numbers: a value is then read once, and no
        /// alternative is copied to be asked.
        let ranges: [ClosedRange<Int64>]?

        init(node: Int, matchers: [Matcher], isAbsence: Bool) {
            self.node = node
            self.matchers = matchers
            self.isAbsence = isAbsence
            let ranges = matchers.compactMap { matcher -> ClosedRange<Int64>? in
                switch matcher {
                case .range(let range): range
                case .number(_, let value?): value...value
                default: nil
                }
            }
            self.ranges = ranges.count == matchers.count ? ranges : nil
        }
    }

    struct Branch: Sendable {
        var rule: Int
        var slots: [Slot]
        /// Whether the field through which the branch is found is all there is.
        let isSingle: Bool

        init(rule: Int, slots: [Slot]) {
            self.rule = rule
            self.slots = slots
            isSingle = slots.count == 1 && slots.allSatisfy { !$0.isAbsence }
        }
    }

    let tree: PathTree
    let fields: [FieldIndex]
    let branches: [Branch]
    /// The rule of each branch that is found through all there is of it, and -1 for the others. Read instead
    /// of the branch, which would be copied.
    let singleRules: [Int]
    /// Branches that an event without any named field can match.
    let unanchored: [Int]
    /// Whether places inside arrays matter to some branch.
    let needsElements: Bool

    init(_ patterns: [EventPattern]) {
        let drafts = patterns.enumerated().flatMap { rule, pattern in pattern.branches.map { (rule, $0) } }
        var (tree, numbers) = PathTree.build(Set(drafts.flatMap { $0.1.map(\.path) }))
        branches = drafts.map { rule, fields in
            Branch(
                rule: rule,
                slots: fields.map {
                    Slot(node: numbers[$0.path] ?? 0, matchers: $0.matchers, isAbsence: $0.isAbsence)
                })
        }
        singleRules = branches.map { $0.isSingle ? $0.rule : -1 }
        needsElements = singleRules.contains(-1)
        let anchors = Anchors(branches)
        var entries: [Int: [(matcher: Matcher, branch: Int)]] = [:]
        var unanchored: [Int] = []
        for (number, branch) in branches.enumerated() {
            if !branch.isSingle {
                for slot in branch.slots { tree.mark(slot.node, keepsValues: true) }
            }
            guard let slot = anchors.best(of: branch) else {
                unanchored.append(number)
                continue
            }
            entries[slot.node, default: []] += slot.matchers.map { ($0, number) }
        }
        var fields: [FieldIndex] = []
        for (node, entries) in entries.sorted(by: { $0.key < $1.key }) {
            tree.mark(node, field: fields.count)
            fields.append(FieldIndex(entries))
        }
        numbers = [:]
        self.tree = tree
        self.fields = fields
        self.unanchored = unanchored
    }

    /// Chooses the field through which a branch is found.
    private struct Anchors {
        private struct Key: Hashable {
            var node: Int
            var matcher: Matcher
        }

        private var uses: [Key: Int] = [:]

        init(_ branches: [Branch]) {
            for slot in branches.lazy.flatMap(\.slots) {
                for matcher in slot.matchers { uses[Key(node: slot.node, matcher: matcher), default: 0] += 1 }
            }
        }

        func best(of branch: Branch) -> Slot? {
            branch.slots.filter { !$0.isAbsence }.min { cost($0) < cost($1) }
        }

        private func cost(_ slot: Slot) -> Int {
            slot.matchers.reduce(0) { sum, matcher in
                sum + (uses[Key(node: slot.node, matcher: matcher)] ?? 0) + matcher.breadth
            }
        }
    }
}

extension Matcher {
    /// A guess at how many values an alternative accepts, to weigh fields against each other.
    fileprivate var breadth: Int {
        switch self {
        case .string, .address, .number, .equalsIgnoreCase: 0
        case .literal: 20
        case .prefix(let text), .suffix(let text), .prefixIgnoreCase(let text), .suffixIgnoreCase(let text):
            text.isEmpty ? 100_000 : 10
        case .wildcard(let wildcard): wildcard.head.isEmpty && wildcard.tail.isEmpty ? 1000 : 10
        case .range(let range):
            range.lowerBound > -FixedPoint.limit && range.upperBound < FixedPoint.limit ? 10 : 1000
        case .cidr: 1000
        case .exists, .absent, .except: 100_000
        }
    }
}

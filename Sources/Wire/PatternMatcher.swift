/// Matches a value against a regular expression by backtracking, within bounds.
struct PatternMatcher {
    /// Steps that one match may take.
    private static let stepsMax = 1_000_000
    /// How deep groups and their repetitions may nest while matching.
    private static let depthMax = 1_000

    private let scalars: [Unicode.Scalar]
    private var steps = 0
    private var depth = 0

    init(_ value: String) { scalars = Array(value.unicodeScalars) }

    mutating func matches(_ root: PatternNode) -> Bool {
        match(root, 0) { matcher, position in position == matcher.scalars.count }
    }

    /// Whether a match begins anywhere.
    mutating func finds(_ root: PatternNode) -> Bool {
        for start in 0...scalars.count {
            if match(root, start, { _, _ in true }) { return true }
            guard steps <= Self.stepsMax else { return false }
        }
        return false
    }

    private typealias Continuation = (inout PatternMatcher, Int) -> Bool

    private mutating func match(_ node: PatternNode, _ position: Int, _ then: Continuation) -> Bool {
        steps += 1
        guard steps <= Self.stepsMax, depth < Self.depthMax else { return false }
        depth += 1
        defer { depth -= 1 }
        switch node {
        case .set(let set):
            guard position < scalars.count, set.contains(scalars[position]) else { return false }
            return then(&self, position + 1)
        case .sequence(let nodes): return match(nodes[...], position, then)
        case .alternatives(let nodes):
            for node in nodes where match(node, position, then) { return true }
            return false
        case .repeated(.set(let set), let least, let most):
            return run(of: set, least, most, position, then)
        case .repeated(let inner, let least, let most):
            return repeats(inner, least, most, position, then)
        case .start: return position == 0 && then(&self, position)
        case .end: return position == scalars.count && then(&self, position)
        case .boundary(let isNegated):
            let isEdge = isWord(at: position - 1) != isWord(at: position)
            return isEdge != isNegated && then(&self, position)
        case .ahead(let inner, let isNegative):
            let isAhead = match(inner, position) { _, _ in true }
            return isAhead != isNegative && then(&self, position)
        }
    }

    private func isWord(at position: Int) -> Bool {
        scalars.indices.contains(position) && ScalarSet.words.contains(scalars[position])
    }

    private mutating func match(
        _ nodes: ArraySlice<PatternNode>, _ position: Int, _ then: Continuation
    ) -> Bool {
        guard let first = nodes.first else { return then(&self, position) }
        let rest = nodes.dropFirst()
        if rest.isEmpty { return match(first, position, then) }
        return match(first, position) { matcher, next in matcher.match(rest, next, then) }
    }

    /// The commonest repetition, of one set: counted without recursion, then given back one by one.
    private mutating func run(
        of set: ScalarSet, _ least: Int, _ most: Int, _ position: Int, _ then: Continuation
    ) -> Bool {
        var count = 0
        while count < most, position + count < scalars.count, set.contains(scalars[position + count]) {
            count += 1
        }
        while count >= least {
            if then(&self, position + count) { return true }
            steps += 1
            guard steps <= Self.stepsMax else { return false }
            count -= 1
        }
        return false
    }

    private mutating func repeats(
        _ node: PatternNode, _ least: Int, _ most: Int, _ position: Int, _ then: Continuation
    ) -> Bool {
        if most > 0 {
            let goesOn = match(node, position) { matcher, next in
                // An empty repetition would go on for ever.
                guard next > position || least > 0 else { return false }
                return matcher.repeats(node, max(0, least - 1), most == Int.max ? most : most - 1, next, then)
            }
            if goesOn { return true }
        }
        return least == 0 && then(&self, position)
    }
}

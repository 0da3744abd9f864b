/// A part of a regular expression.
indirect enum PatternNode: Sendable {
    case set(ScalarSet)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    case repeated(PatternNode, least: Int, most: Int)
    case start
    case end
    /// Where a word begins or ends.
    case boundary(isNegated: Bool)
    case ahead(PatternNode, isNegative: Bool)
}

extension PatternNode {
    /// The set and its repetitions where the expression is nothing else, or stands between anchors.
    var run: (set: ScalarSet, least: Int, most: Int)? {
        switch self {
        case .repeated(.set(let set), let least, let most): return (set, least, most)
        case .sequence(let nodes):
            let rest = nodes.drop { if case .start = $0 { true } else { false } }
            guard let first = rest.first, let run = first.run else { return nil }
            let areEnds = rest.dropFirst().allSatisfy { if case .end = $0 { true } else { false } }
            return areEnds ? run : nil
        default: return nil
        }
    }
}

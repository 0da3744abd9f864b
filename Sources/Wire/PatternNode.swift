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

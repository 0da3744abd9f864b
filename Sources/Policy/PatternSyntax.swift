/// Which special marks a place in a policy knows.
struct PatternSyntax: OptionSet, Sendable, Hashable {
    let rawValue: UInt8
    static let wildcards = PatternSyntax(rawValue: 1)
    static let variables = PatternSyntax(rawValue: 2)
    /// Compare without regard to case: the pattern is stored in lower case.
    static let folded = PatternSyntax(rawValue: 4)
}

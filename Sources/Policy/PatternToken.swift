/// A piece of a pattern as written in a policy: a byte, a wildcard or a policy variable.
enum PatternToken: Sendable, Hashable {
    case byte(UInt8)
    /// `*`: any run of characters.
    case anyRun
    /// `?`: exactly one character.
    case anyOne
    case variable(PolicyVariable)
}

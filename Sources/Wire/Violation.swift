/// A value that breaks a rule of the model.
public struct Violation: Sendable, Equatable {
    public enum Rule: Sendable, Equatable {
        case required
        case lengthAtLeast(Int)
        case lengthAtMost(Int)
        case valueAtLeast(Double)
        case valueAtMost(Double)
        case pattern(String)
        case values([String])
        /// Rules that elements of the list break.
        indirect case elements([Rule])
        /// Rules that a key of the map breaks.
        indirect case keys([Rule])
    }

    /// Members from the input to the value, as the model spells them: `Entries.1.member.Id`.
    public let path: String
    /// The value as text, nil when there is none.
    public let value: String?
    public let rule: Rule

    public init(path: String, value: String?, rule: Rule) {
        self.path = path
        self.value = value
        self.rule = rule
    }
}

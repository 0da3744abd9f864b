/// What the reserved variables of an input template stand for, besides the event itself.
public struct TemplateVariables: Sendable, Equatable {
    public var ruleARN: String
    public var ruleName: String
    /// When the event was taken in, in ISO 8601, for example `2024-05-01T12:00:00Z`.
    public var ingestionTime: String

    public init(ruleARN: String, ruleName: String, ingestionTime: String) {
        self.ruleARN = ruleARN
        self.ruleName = ruleName
        self.ingestionTime = ingestionTime
    }
}

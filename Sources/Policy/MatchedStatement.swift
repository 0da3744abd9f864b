/// A statement that covered a request, as `SimulatePrincipalPolicy` lists them.
public struct MatchedStatement: Sendable, Hashable {
    /// The part its policy played.
    public let type: PolicyType
    /// The name of its policy.
    public let policyName: String
    /// The ARN of its policy, if it has one.
    public let policyARN: String?
    /// Its `Sid`, nil when it has none.
    public let sid: String?
    /// Its position in the document, from 0.
    public let index: Int
    /// What it does.
    public let effect: PolicyEffect

    init(_ statement: PolicyStatement, of policy: NamedPolicy, type: PolicyType) {
        self.type = type
        policyName = policy.name
        policyARN = policy.arn
        sid = statement.sid
        index = statement.index
        effect = statement.effect
    }
}

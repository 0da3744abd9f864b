/// A role as those see it who assume it.
public struct AssumableRole: Sendable, Hashable {
    /// With the role's path.
    public let arn: ARN
    public let name: String
    /// The unique id, `AROA…`.
    public let uniqueID: String
    /// Who may assume the role, as JSON.
    public let trustPolicy: String
    /// The longest session that may be asked for.
    public let sessionDurationMax: Duration

    public init(arn: ARN, name: String, uniqueID: String, trustPolicy: String, sessionDurationMax: Duration) {
        self.arn = arn
        self.name = name
        self.uniqueID = uniqueID
        self.trustPolicy = trustPolicy
        self.sessionDurationMax = sessionDurationMax
    }

    /// The principal of a session of the role.
    public func session(
        _ name: String, policies: [String] = [], tags: [String: String] = [:], accessKeyID: String? = nil
    ) -> Principal {
        Principal(
            kind: .role(name: self.name, session: name), account: arn.account, issuerARN: arn.description,
            userID: "\(uniqueID):\(name)", accessKeyID: accessKeyID, sessionPolicies: policies, tags: tags)
    }
}

internal import Store

/// A key pair by which requests are signed, and whom it stands for.
public struct Credential: Sendable {
    public let accessKeyID: String
    public let secretAccessKey: String
    /// Set for temporary credentials, which must be accompanied by it.
    public let sessionToken: String?
    public let principal: Principal
    /// When temporary credentials end.
    public let expiresAt: Instant?
    public let isActive: Bool

    public init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil,
        principal: Principal, expiresAt: Instant? = nil, isActive: Bool = true
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.principal = principal
        self.expiresAt = expiresAt
        self.isActive = isActive
    }
}

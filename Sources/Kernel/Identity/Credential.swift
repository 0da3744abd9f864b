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

    /// A new identifier of a key: `AKIA…` for a lasting one, `ASIA…` for a temporary one.
    public static func makeID(_ prefix: String, _ entropy: Entropy) -> String {
        prefix + entropy.text(16, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    }

    /// A new secret of forty characters.
    public static func makeSecret(_ entropy: Entropy) -> String {
        entropy.text(40, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    }

    /// New temporary credentials of a principal.
    public static func temporary(
        of principal: Principal, until expiresAt: Instant, _ entropy: Entropy
    ) -> Credential {
        let id = makeID("ASIA", entropy)
        return Credential(
            accessKeyID: id, secretAccessKey: makeSecret(entropy),
            sessionToken: entropy.text(
                356, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
            principal: principal.holding(id), expiresAt: expiresAt)
    }
}

/// An access key, with the session token when it is a temporary one.
public struct SigningCredentials: Sendable {
    /// The public id of the key.
    public let accessKeyID: String
    /// The secret.
    public let secretAccessKey: String
    /// Sent along with temporary keys.
    public let sessionToken: String?

    /// Credentials as configured or as issued by AWS STS.
    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}

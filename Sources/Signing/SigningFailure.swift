/// A refused signature as AWS words it on the wire.
public struct SigningFailure: Sendable {
    /// The error code, such as `SignatureDoesNotMatch` or `InvalidSignatureException`.
    public let code: String
    /// The message for people.
    public let message: String
    /// The HTTP status.
    public let status: Int
    /// Further elements of an Amazon S3 error document, in order; empty for other dialects.
    public let details: [(name: String, value: String)]

    init(_ code: String, _ message: String, _ status: Int, _ details: [(name: String, value: String)] = []) {
        self.code = code
        self.message = message
        self.status = status
        self.details = details
    }
}

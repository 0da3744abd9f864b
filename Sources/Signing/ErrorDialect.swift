/// The wordings of signature errors that AWS uses, by the protocol of the service.
/// [Common errors](https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html)
public enum ErrorDialect: Sendable {
    /// Amazon S3, with own codes.
    case s3
    /// Query and EC2 protocols: `SignatureDoesNotMatch`, `IncompleteSignature`.
    case query
    /// JSON 1.0 and 1.1: `InvalidSignatureException` with status 400.
    case json
    /// REST-JSON: `InvalidSignatureException` with status 403.
    case restJSON
}

/// How a request is signed: with a shared secret, or with a key pair derived from it.
/// [Elements](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html)
public enum SignatureAlgorithm: String, Sendable {
    /// Signature Version 4: HMAC-SHA256 with a key bound to day, region and service.
    case v4 = "AWS4-HMAC-SHA256"
    /// Signature Version 4A: ECDSA over P-256, valid in a set of regions.
    case v4a = "AWS4-ECDSA-P256-SHA256"
}

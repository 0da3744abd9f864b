/// Why a request's signature is refused, with what AWS's texts need. ``failure(in:)`` words it for a
/// protocol. Whether an access key or a session token exists is the caller's to decide and not among these.
public enum SigningError: Error, Sendable {
    /// What an `Authorization` header can lack.
    public enum AuthorizationPart: String, Sendable {
        case credential = "Authorization header requires 'Credential' parameter."
        case signature = "Authorization header requires 'Signature' parameter."
        case signedHeaders = "Authorization header requires 'SignedHeaders' parameter."
        case date = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
    }

    /// What can be wrong with `X-Amz-Expires`.
    public enum ExpiresFault: Sendable {
        case notANumber, negative, moreThanAWeek
    }

    /// What was computed for a request whose signature differs.
    public struct Mismatch: Sendable {
        /// The access key id claimed.
        public let accessKeyID: String
        /// The canonical request as it should have been signed.
        public let canonicalRequest: String
        /// The string to sign as it should have been.
        public let stringToSign: String
        /// The signature the client sent.
        public let signature: String
    }

    /// A time window that a request fell out of.
    public struct Window: Sendable {
        /// When the request says it was signed.
        public let signed: SigningDate
        /// The server's time.
        public let now: SigningDate
        /// The seconds allowed between the two.
        public let allowedSeconds: Int64
        /// Seconds of `X-Amz-Expires` when the request is presigned.
        public let expires: Int64?
        /// True when the signature is in the query string.
        public let isPresigned: Bool
    }

    /// Parts of the `Authorization` header, or the date, are missing.
    case incompleteAuthorization(missing: [AuthorizationPart], authorization: String)
    /// A part of the `Authorization` header is not `name=value`.
    case malformedPair(authorization: String)
    /// Parameters of a presigned URL are missing.
    case incompleteQuery(missing: [String])
    /// The algorithm is none of ``SignatureAlgorithm``.
    case unsupportedAlgorithm(String, isPresigned: Bool)
    /// Header and query string both carry a signature.
    case severalMechanisms
    /// The credential has not the right number of parts.
    case malformedCredential(String, algorithm: SignatureAlgorithm, isPresigned: Bool)
    /// The credential does not end in `aws4_request`.
    case wrongTerminator(String, isPresigned: Bool)
    /// The credential names another service.
    case wrongService(String, expected: String, isPresigned: Bool)
    /// The credential names another region.
    case wrongRegion(String, expected: String, isPresigned: Bool)
    /// The credential's day is not the day of the request's time.
    case scopeDateMismatch(scope: String, timestamp: SigningDate, isPresigned: Bool)
    /// The date header is not a date.
    case malformedDate(String)
    /// `X-Amz-Date` in the query string is not a date.
    case malformedQueryDate(String)
    /// `X-Amz-Expires` is not acceptable.
    case invalidExpires(String, ExpiresFault)
    /// Signed with Signature Version 4A but no set of regions.
    case missingRegionSet
    /// The host is not among the signed headers.
    case hostNotSigned
    /// Amazon S3 only: headers `x-amz-…` are present and not signed.
    case headersNotSigned([String])
    /// Amazon S3 only: `x-amz-content-sha256` is missing.
    case missingContentSHA256
    /// `x-amz-content-sha256` is no digest and no known literal.
    case malformedContentSHA256(String)
    /// Signed too long ago, or a presigned URL that has expired.
    case expired(Window)
    /// Signed too far in the future.
    case notYetCurrent(Window)
    /// The signature differs.
    case signatureMismatch(Mismatch)
    /// A bound of ``SigningLimits`` is passed.
    case limitExceeded(name: String, limit: Int)
}

/// What a request says about its body in `x-amz-content-sha256`, which decides what the canonical request
/// holds and how the body is read.
/// [x-amz-content-sha256](https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html)
public enum PayloadDeclaration: Sendable, Equatable {
    /// The body's SHA-256 in 64 lower-case hexadecimal digits; the body must be checked against it.
    case digest(String)
    /// `UNSIGNED-PAYLOAD`: the body is not covered by the signature.
    case unsigned
    /// An `aws-chunked` body, read by ``ChunkedBodyDecoder``.
    case chunked(ChunkedPayload)

    /// Reads the value of `x-amz-content-sha256`; throws ``SigningError/malformedContentSHA256(_:)`` for any
    /// other.
    public init(_ value: String) throws(SigningError) {
        if SHA256Hex.isDigest(value) {
            self = .digest(value)
        } else if value == Self.unsignedText {
            self = .unsigned
        } else if let payload = ChunkedPayload(rawValue: value) {
            self = .chunked(payload)
        } else {
            throw .malformedContentSHA256(value)
        }
    }

    /// What Amazon S3 takes for the body of `request`: its header, else (in a presigned URL) its query
    /// parameter, else `UNSIGNED-PAYLOAD`. A request that signs by header must have the header.
    public static func s3(of request: SigningRequest, claim: SignatureClaim) throws(SigningError)
        -> PayloadDeclaration
    {
        if let value = request.header("x-amz-content-sha256") { return try PayloadDeclaration(value) }
        guard claim.isPresigned else { throw .missingContentSHA256 }
        if let value = try QueryParameters(request.query).first("X-Amz-Content-Sha256") {
            return try PayloadDeclaration(value)
        }
        return .unsigned
    }

    /// The text of the canonical request.
    public var text: String {
        switch self {
        case .digest(let digits): digits
        case .unsigned: Self.unsignedText
        case .chunked(let payload): payload.rawValue
        }
    }

    static let unsignedText = "UNSIGNED-PAYLOAD"
}

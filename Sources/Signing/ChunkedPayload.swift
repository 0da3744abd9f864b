/// The ways an `aws-chunked` body is protected.
/// [Chunked uploads](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html)
public enum ChunkedPayload: String, Sendable {
    /// Every chunk is signed.
    case signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    /// Every chunk and the trailing headers are signed.
    case signedTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
    /// Nothing is signed; trailing headers carry a checksum.
    case unsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    /// Every chunk is signed with the key pair of Signature Version 4A.
    case asymmetric = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"
    /// Every chunk and the trailing headers are signed with the key pair of Signature Version 4A.
    case asymmetricTrailer = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER"

    /// True when trailing headers follow the last chunk.
    public var hasTrailer: Bool {
        self == .signedTrailer || self == .unsignedTrailer || self == .asymmetricTrailer
    }

    /// True when chunks carry signatures.
    public var isSigned: Bool { self != .unsignedTrailer }
}

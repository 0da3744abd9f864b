/// The bounds of what a request may claim. Beyond them a request is refused before any work is done for it.
/// [Signature Version 4](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html)
public enum SigningLimits {
    /// Bytes of one `Authorization` header.
    public static let authorizationBytes = 16_384
    /// Names in `SignedHeaders`.
    public static let signedHeaders = 256
    /// Parameters of a query string.
    public static let queryParameters = 4096
    /// Seconds a client's clock may differ from ours, either way: 15 minutes.
    public static let skewSeconds: Int64 = 900
    /// Seconds a presigned URL may live: a week.
    public static let expirySeconds: Int64 = 604_800
    /// Bytes of the line that opens a chunk of an `aws-chunked` body.
    public static let chunkHeaderBytes = 512
    /// Bytes of one chunk's data: 5 GiB, the largest object one upload may carry.
    public static let chunkBytes: Int64 = 5_368_709_120
    /// Bytes of all trailing headers of an `aws-chunked` body.
    public static let trailerBytes = 16_384
    /// Bytes every chunk but the last must have; Amazon S3 refuses smaller ones.
    public static let smallestChunkBytes: Int64 = 8192
}

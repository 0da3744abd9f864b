/// Why an `aws-chunked` body is refused; ``failure`` words it as Amazon S3 does.
public enum ChunkError: Error, Sendable, Equatable {
    /// A chunk's opening line is not `size;chunk-signature=…`, or its data does not end in a line break.
    case malformedChunk
    /// A chunk's opening line is longer than ``SigningLimits/chunkHeaderBytes``.
    case chunkHeaderTooLong
    /// A chunk's data is longer than ``SigningLimits/chunkBytes``.
    case chunkTooLarge
    /// A chunk that is not the last has fewer than ``SigningLimits/smallestChunkBytes``.
    case chunkTooSmall(number: Int, bytes: Int64)
    /// Trailing headers are not `name:value`, or their signature is missing.
    case malformedTrailer
    /// Trailing headers have more than ``SigningLimits/trailerBytes``.
    case trailersTooLong
    /// The signature of a chunk or of the trailing headers differs.
    case signatureMismatch(stringToSign: String, signature: String)
    /// The chunks hold more or fewer bytes than `x-amz-decoded-content-length` says.
    case lengthMismatch(declared: Int64, received: Int64)
    /// The body ended within a chunk or before the last one.
    case incomplete
    /// Bytes follow the end of the body.
    case trailingBytes
    /// The cryptographic library could not make a signature.
    case cannotSign

    /// The code, text and status of Amazon S3.
    public var failure: SigningFailure {
        switch self {
        case .malformedChunk, .chunkHeaderTooLong, .trailingBytes:
            SigningFailure("InvalidRequest", "The chunked encoding of the request body is not valid.", 400)
        case .chunkTooLarge:
            SigningFailure(
                "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.", 400)
        case .chunkTooSmall(let number, let bytes):
            SigningFailure(
                "InvalidChunkSizeError",
                "Only the last chunk is allowed to have a size less than 8192 bytes", 403,
                [("Chunk", String(number)), ("BadChunkSize", String(bytes))])
        case .malformedTrailer, .trailersTooLong:
            SigningFailure(
                "MalformedTrailerError",
                "The request contained trailing data that was not well-formed or did not conform to our "
                    + "published schema.", 400)
        case .signatureMismatch(let stringToSign, let signature):
            SigningFailure(
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. "
                    + "Check your key and signing method.", 403,
                [("StringToSign", stringToSign), ("SignatureProvided", signature)])
        case .lengthMismatch, .incomplete:
            SigningFailure(
                "IncompleteBody",
                "The request body terminated unexpectedly", 400)
        case .cannotSign:
            SigningFailure("InternalError", "We encountered an internal error. Please try again.", 500)
        }
    }
}

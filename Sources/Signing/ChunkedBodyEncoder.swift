/// Writes an `aws-chunked` body, signing each chunk and the trailing headers.
/// [Chunked uploads](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html)
public struct ChunkedBodyEncoder: Sendable {
    private let payload: ChunkedPayload
    private var chain: SignatureChain

    /// An encoder for the body behind the head that `seed` was signed for.
    public init(seed: ChunkSeed) {
        payload = seed.payload
        chain = seed.chain
    }

    /// Appends one chunk that holds `data`, which must not be empty (an empty chunk ends a body and is only
    /// written by ``finish(trailers:into:)``; empty data adds nothing). Every chunk but the last should have
    /// at least ``SigningLimits/smallestChunkBytes``.
    public mutating func append(_ data: ArraySlice<UInt8>, into output: inout [UInt8]) throws(ChunkError) {
        if data.isEmpty { return }
        try open(data, into: &output)
        output.append(contentsOf: data)
        output.append("\r\n")
    }

    /// Appends the last chunk and the trailing headers, whose names are given in lower case. Trailing headers
    /// are written only with a payload that has them.
    public mutating func finish(
        trailers: [(name: String, value: String)] = [], into output: inout [UInt8]
    ) throws(ChunkError) {
        try open([], into: &output)
        if payload.hasTrailer {
            for trailer in trailers { output.append("\(trailer.name):\(trailer.value)\r\n") }
            if payload.isSigned {
                output.append("x-amz-trailer-signature:")
                output.append(contentsOf: try chain.sign(chain.trailerMessage(trailers)))
                output.append("\r\n")
            }
        }
        output.append("\r\n")
    }

    private mutating func open(_ data: ArraySlice<UInt8>, into output: inout [UInt8]) throws(ChunkError) {
        output.append(String(data.count, radix: 16))
        if payload.isSigned {
            output.append(";chunk-signature=")
            output.append(contentsOf: try chain.sign(chain.chunkMessage(digest: SHA256Hex.digits(of: data))))
        }
        output.append("\r\n")
    }
}

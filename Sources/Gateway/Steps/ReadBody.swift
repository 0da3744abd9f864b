internal import Compression
internal import Kernel
internal import Signing
internal import Wire

/// The body of a request as operations read it: transfer and content codings taken off, digests checked.
enum ReadBody {
    /// What a compressed body may decode to, in bytes.
    static let decodedSizeMax = 64 << 20

    static func whole(
        _ body: [UInt8], _ head: RequestHead, _ identity: Authenticate.Identity
    ) throws -> [UInt8] {
        var body = body
        if let digest = identity.payloadDigest, SHA256Hex.of(body) != digest { throw digestMismatch }
        if isChunked(head) {
            var decoder = try ChunkedBody(head, identity)
            body = try decoder.decode(body[...])
            try decoder.finish()
        }
        guard let coding = head.headers.first("content-encoding"), coding.contains("gzip"),
            !isPayloadOpaque(head)
        else { return body }
        do throws(CompressionError) {
            return try Inflater.decode(body, .gzip, sizeMax: decodedSizeMax)
        } catch {
            throw CommonFailure("SerializationException", "The gzip encoding of the body is not valid.")
        }
    }

    /// S3 stores what it is sent: a content coding is a property of the object there.
    private static func isPayloadOpaque(_ head: RequestHead) -> Bool {
        head.method == "PUT" && !head.headers.contains("x-amz-target")
    }

    static var digestMismatch: CommonFailure {
        CommonFailure(
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.")
    }

    static func isChunked(_ head: RequestHead) -> Bool {
        if let declared = head.headers.first("x-amz-content-sha256"), declared.hasPrefix("STREAMING-") {
            return true
        }
        return head.headers.first("content-encoding")?.contains("aws-chunked") == true
    }

    /// A body that is read while it comes.
    static func stream(
        _ reader: HTTPBodyReader, _ head: RequestHead, _ identity: Authenticate.Identity
    ) throws -> BodyStream {
        let source = try StreamedBody(
            reader, chunks: isChunked(head) ? ChunkedBody(head, identity) : nil,
            digest: identity.payloadDigest,
            announced: (head.headers.first("x-amz-trailer") ?? "").lowercased().split(separator: ",")
                .map { String($0.drop { $0 == " " }.prefix { $0 != " " }) })
        let decodedLength = head.headers.first("x-amz-decoded-content-length").flatMap { Int($0) }
        let length = isChunked(head) ? decodedLength : reader.length
        return BodyStream(length: length, trailers: { source.trailers }, next: { try await source.next() })
    }
}

/// Takes an `aws-chunked` body apart; signatures are checked where they were verified at the head.
struct ChunkedBody: Sendable {
    private var decoder: ChunkedBodyDecoder

    init(_ head: RequestHead, _ identity: Authenticate.Identity) throws {
        let declared = head.headers.first("x-amz-content-sha256") ?? ""
        let payload = ChunkedPayload(rawValue: declared) ?? .unsignedTrailer
        let length = head.headers.first("x-amz-decoded-content-length").flatMap { Int64($0) }
        decoder = ChunkedBodyDecoder(
            seed: identity.chunks ?? .trusting(payload), decodedBytes: length)
    }

    mutating func decode(_ bytes: ArraySlice<UInt8>) throws -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        do throws(ChunkError) {
            try decoder.decode(bytes, into: &out)
        } catch {
            throw CommonFailure(error.failure.code, status: error.failure.status, error.failure.message)
        }
        return out
    }

    mutating func finish() throws {
        do throws(ChunkError) {
            try decoder.finish()
        } catch {
            throw CommonFailure(error.failure.code, status: error.failure.status, error.failure.message)
        }
    }

    /// Header fields behind the body, checksums above all.
    var trailers: [(name: String, value: String)] { decoder.trailers }
}

internal import Kernel
internal import Signing
internal import Synchronization
internal import Wire

/// A request body that is decoded and checked while its reader pulls it.
///
/// SAFETY: `BodyStream` is read by one consumer, one call at a time; nothing here is touched between calls.
final class StreamedBody: @unchecked Sendable {
    private let reader: HTTPBodyReader
    private var chunks: ChunkedBody?
    private let digest: String?
    private var hash: IncrementalDigest?
    private let announced: [(name: String, value: String)]
    private var isEnded = false

    /// - Parameter announced: names of the fields that will follow the body.
    init(_ reader: HTTPBodyReader, chunks: ChunkedBody?, digest: String?, announced: [String]) throws {
        self.announced = announced.map { ($0, "") }
        self.reader = reader
        self.chunks = chunks
        self.digest = digest
        hash = digest == nil ? nil : IncrementalDigest(.sha256)
    }

    func next() async throws -> [UInt8]? {
        while let piece = try await reader.next() {
            hash?.update(piece)
            guard chunks != nil else { return piece }
            if let decoded = try chunks?.decode(piece[...]), !decoded.isEmpty { return decoded }
        }
        try chunks?.finish()
        isEnded = true
        if let digest, let hash, Digest.hex(hash.finalize()) != digest { throw ReadBody.digestMismatch }
        return nil
    }

    /// What followed the body, once it was read to its end; before that the announced names without values.
    var trailers: [(name: String, value: String)] { isEnded ? chunks?.trailers ?? [] : announced }
}

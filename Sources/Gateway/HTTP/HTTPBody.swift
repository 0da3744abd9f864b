/// The body of a request.
public enum HTTPBody: Sendable {
    /// The whole body, buffered; at most `HTTPLimits.bufferedBodySizeMax` bytes.
    case bytes([UInt8])
    /// The body as it comes; the connection is read only as fast as the reader is.
    case stream(HTTPBodyReader)

    /// The size in bytes, nil for a streamed body in chunked coding.
    public var length: Int? {
        switch self {
        case .bytes(let bytes): bytes.count
        case .stream(let reader): reader.length
        }
    }

    /// The whole body in memory.
    /// - Throws: `HTTPBodyError.tooLarge` beyond `sizeMax` bytes, and what `HTTPBodyReader.next()` throws.
    public func collect(upTo sizeMax: Int) async throws -> [UInt8] {
        switch self {
        case .bytes(let bytes):
            guard bytes.count <= sizeMax else { throw HTTPBodyError.tooLarge }
            return bytes
        case .stream(let reader):
            if let length = reader.length, length > sizeMax { throw HTTPBodyError.tooLarge }
            var all: [UInt8] = []
            while let chunk = try await reader.next() {
                guard chunk.count <= sizeMax - all.count else { throw HTTPBodyError.tooLarge }
                all.append(contentsOf: chunk)
            }
            return all
        }
    }
}

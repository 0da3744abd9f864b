internal import CZlib

/// Why compressed bytes could not be read.
public enum CompressionError: Error, Sendable, Equatable {
    /// The bytes are not in the format, or end too early.
    case corrupt
    /// What they decode to is larger than the caller allows.
    case tooLarge(limit: Int)
}

/// Decodes deflate streams, as a whole.
public enum Inflater {
    /// The wrapping of a deflate stream.
    public enum Format: Sendable {
        /// RFC 1952.
        case gzip
        /// RFC 1951, as in zip archives.
        case raw
    }

    /// Bytes decoded at a time.
    private static let chunkSize = 65_536

    /// Decodes `bytes`, at most to `sizeMax` bytes, so that a small bomb cannot fill the memory.
    public static func decode(
        _ bytes: [UInt8], _ format: Format, sizeMax: Int
    ) throws(CompressionError) -> [UInt8] {
        var stream = z_stream()
        let windowBits: Int32 = format == .gzip ? 16 + MAX_WBITS : -MAX_WBITS
        guard apus_inflate_init(&stream, windowBits) == Z_OK else { throw .corrupt }
        defer { inflateEnd(&stream) }
        var out: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: chunkSize)
        var input = bytes
        var status = Z_OK
        // SAFETY: zlib reads and writes only within the buffers for the length of this closure.
        let isTooLarge = input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            while status == Z_OK {
                let produced = chunk.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    return target.count - Int(stream.avail_out)
                }
                if out.count + produced > sizeMax { return true }
                out.append(contentsOf: chunk[..<produced])
                if produced == 0, stream.avail_in == 0 { break }
            }
            return false
        }
        if isTooLarge { throw .tooLarge(limit: sizeMax) }
        guard status == Z_STREAM_END else { throw .corrupt }
        return out
    }
}

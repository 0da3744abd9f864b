internal import CZlib

/// Encodes deflate streams, as a whole.
public enum Deflater {
    /// Encodes bytes as a gzip file without a name or a time, so that the same bytes give the same file.
    ///
    /// <https://www.rfc-editor.org/rfc/rfc1952>
    public static func gzip(_ bytes: [UInt8]) throws(CompressionError) -> [UInt8] {
        var stream = z_stream()
        guard apus_deflate_init(&stream, 16 + MAX_WBITS) == Z_OK else { throw .corrupt }
        defer { deflateEnd(&stream) }
        var input = bytes
        // The bound holds for one call that finishes the stream.
        var out = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        // SAFETY: zlib reads and writes only within the buffers for the length of these closures.
        let status = input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            return out.withUnsafeMutableBufferPointer { target in
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END else { throw .corrupt }
        out.removeLast(Int(stream.avail_out))
        return out
    }
}

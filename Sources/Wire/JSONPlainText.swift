/// Where a run of text ends that stands in a JSON string as it is.
enum JSONPlainText {
    /// The first quote, backslash or control byte at `start` or behind it, or the end; eight bytes at a time
    /// where eight are left.
    @inline(__always)
    static func end(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var offset = start
        while offset + 8 <= bytes.count {
            // SAFETY: eight bytes are left.
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let slash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // A byte borrows from its neighbour only above a hit, so the lowest hit is exact.
            let hits =
                (((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)
                    | ((word &- ones &* 0x20) & ~word)) & highs
            if hits != 0 { return offset + (hits.trailingZeroBitCount >> 3) }
            offset += 8
        }
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            offset += 1
        }
        return offset
    }
}

/// Little-endian numbers at checked places.
struct ByteReader {
    let bytes: [UInt8]

    var count: Int { bytes.count }

    func slice(at offset: Int, count: Int) throws(ZipError) -> ArraySlice<UInt8> {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else {
            throw .corrupt
        }
        return bytes[offset..<(offset + count)]
    }

    func uint16(at offset: Int) throws(ZipError) -> Int {
        guard offset >= 0, offset <= bytes.count - 2 else { throw .corrupt }
        return Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
    }

    func uint32(at offset: Int) throws(ZipError) -> UInt32 {
        guard offset >= 0, offset <= bytes.count - 4 else { throw .corrupt }
        return UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2]) << 16
            | UInt32(bytes[offset + 3]) << 24
    }
}

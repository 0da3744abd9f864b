/// Makes archives of one file that is stored as it is.
public enum ZipWriter {
    /// An archive that holds `content` as a file with mode 0644. `name` must be a valid path.
    public static func archive(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let path = Array(name.utf8)
        let size = bytes(UInt32(truncatingIfNeeded: content.count))
        // Version 2.0, names in UTF-8, stored, at the earliest time that the format knows.
        let facts =
            bytes(UInt16(20)) + bytes(UInt16(0x800)) + bytes(UInt16(0)) + bytes(UInt16(0))
            + bytes(UInt16(0x21))
            + bytes(CRC32.of(content)) + size + size + bytes(UInt16(truncatingIfNeeded: path.count))
        let header = bytes(UInt32(0x0403_4B50)) + facts + bytes(UInt16(0)) + path + content
        let entry =
            bytes(UInt32(0x0201_4B50)) + bytes(UInt16(3 << 8 | 20)) + facts + bytes(UInt16(0))
            + bytes(UInt16(0))
            + bytes(UInt16(0)) + bytes(UInt16(0)) + bytes(UInt32(0o100644 << 16)) + bytes(UInt32(0)) + path
        let end =
            bytes(UInt32(0x0605_4B50)) + bytes(UInt32(0)) + bytes(UInt16(1)) + bytes(UInt16(1))
            + bytes(UInt32(truncatingIfNeeded: entry.count)) + bytes(UInt32(truncatingIfNeeded: header.count))
            + bytes(UInt16(0))
        return header + entry + end
    }

    private static func bytes(_ value: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        bytes(UInt16(truncatingIfNeeded: value)) + bytes(UInt16(truncatingIfNeeded: value >> 16))
    }
}

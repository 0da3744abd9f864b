internal import Compression

/// Makes archives of files that are stored as they are.
public enum ZipWriter {
    /// An archive that holds `content` as a file with mode 0644. `name` must be a valid path.
    public static func archive(_ name: String, _ content: [UInt8]) -> [UInt8] {
        archive([(name, content)])
    }

    /// An archive of several files with mode 0644, less than 65,536 of them and 4 GiB together. Their names
    /// must be valid paths, each once.
    public static func archive(_ files: [(name: String, content: [UInt8])]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let path = Array(file.name.utf8)
            let facts = facts(of: file.content, path)
            let offset = UInt32(truncatingIfNeeded: archive.count)
            archive += bytes(UInt32(0x0403_4B50)) + facts + bytes(UInt16(0)) + path + file.content
            directory +=
                bytes(UInt32(0x0201_4B50)) + bytes(UInt16(3 << 8 | 20)) + facts + bytes(UInt16(0))
                + bytes(UInt16(0))
            directory +=
                bytes(UInt16(0)) + bytes(UInt16(0)) + bytes(UInt32(0o100644 << 16)) + bytes(offset) + path
        }
        let count = bytes(UInt16(truncatingIfNeeded: files.count))
        let end =
            bytes(UInt32(0x0605_4B50)) + bytes(UInt32(0)) + count + count
            + bytes(UInt32(truncatingIfNeeded: directory.count))
            + bytes(UInt32(truncatingIfNeeded: archive.count)) + bytes(UInt16(0))
        return archive + directory + end
    }

    /// Version 2.0, names in UTF-8, stored, at the earliest time that the format knows.
    private static func facts(of content: [UInt8], _ path: [UInt8]) -> [UInt8] {
        let size = bytes(UInt32(truncatingIfNeeded: content.count))
        return bytes(UInt16(20)) + bytes(UInt16(0x800)) + bytes(UInt16(0)) + bytes(UInt16(0))
            + bytes(UInt16(0x21))
            + bytes(CRC32.of(content)) + size + size + bytes(UInt16(truncatingIfNeeded: path.count))
    }

    private static func bytes(_ value: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        bytes(UInt16(truncatingIfNeeded: value)) + bytes(UInt16(truncatingIfNeeded: value >> 16))
    }
}

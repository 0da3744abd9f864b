internal import Compression

/// A zip archive in memory, read by its central directory. Every offset and size in it is checked before use.
///
/// <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>
public struct ZipArchive: Sendable {
    private static let endSignature: UInt32 = 0x0605_4B50
    private static let entrySignature: UInt32 = 0x0201_4B50
    private static let headerSignature: UInt32 = 0x0403_4B50
    private static let endSize = 22
    private static let entrySize = 46
    private static let headerSize = 30
    /// The longest comment that may follow the directory.
    private static let commentSizeMax = 65_535

    /// In the order of the directory; of two entries with the same path the later one counts.
    public let entries: [ZipEntry]
    private let bytes: [UInt8]

    /// Reads the directory.
    /// - Throws: `ZipError` for what is not an archive or asks for too much.
    public init(_ bytes: [UInt8], limits: ZipLimits = ZipLimits()) throws(ZipError) {
        self.bytes = bytes
        let reader = ByteReader(bytes: bytes)
        let (count, start) = try Self.findDirectory(reader)
        guard count <= limits.entriesMax else { throw .tooManyEntries(limit: limits.entriesMax) }
        var offset = start
        var total = 0
        var found: [ZipEntry] = []
        var places: [String: Int] = [:]
        for _ in 0..<count {
            let (entry, next) = try Self.entry(reader, at: offset, limits)
            offset = next
            total += entry.size
            guard total <= limits.unpackedSizeMax else { throw .tooLarge(limit: limits.unpackedSizeMax) }
            // The root itself, which some tools store.
            if entry.path.isEmpty { continue }
            if let place = places[entry.path] {
                found[place] = entry
            } else {
                places[entry.path] = found.count
                found.append(entry)
            }
        }
        entries = found
        try checkParents(places)
    }

    /// An entry below a file or a link cannot be unpacked.
    private func checkParents(_ places: [String: Int]) throws(ZipError) {
        for entry in entries {
            var parent = entry.path[...]
            while let slash = parent.lastIndex(of: "/") {
                parent = parent[..<slash]
                guard let place = places[String(parent)] else { continue }
                guard entries[place].kind == .directory else { throw .badPath(entry.path) }
            }
        }
    }

    /// The unpacked bytes of an entry, checked against size and checksum.
    public func contents(of entry: ZipEntry) throws(ZipError) -> [UInt8] {
        let reader = ByteReader(bytes: bytes)
        guard try reader.uint32(at: entry.headerOffset) == Self.headerSignature else { throw .corrupt }
        let nameSize = try reader.uint16(at: entry.headerOffset + 26)
        let extraSize = try reader.uint16(at: entry.headerOffset + 28)
        let start = entry.headerOffset + Self.headerSize + nameSize + extraSize
        let packed = Array(try reader.slice(at: start, count: entry.compressedSize))
        let unpacked: [UInt8]
        switch entry.method {
        case 0: unpacked = packed
        case 8:
            do throws(CompressionError) {
                unpacked = try Inflater.decode(packed, .raw, sizeMax: entry.size)
            } catch {
                throw .corrupt
            }
        default: throw .unsupported("compression method \(entry.method)")
        }
        guard unpacked.count == entry.size, CRC32.of(unpacked) == entry.checksum else { throw .corrupt }
        return unpacked
    }

    /// Number of entries, and where the first one lies.
    private static func findDirectory(_ reader: ByteReader) throws(ZipError) -> (count: Int, start: Int) {
        let last = reader.count - endSize
        guard last >= 0 else { throw .corrupt }
        var offset = last
        let first = max(0, last - commentSizeMax)
        while offset >= first {
            if try reader.uint32(at: offset) == endSignature,
                try reader.uint16(at: offset + 20) == reader.count - offset - endSize
            {
                break
            }
            offset -= 1
        }
        guard offset >= first else { throw .corrupt }
        guard try reader.uint16(at: offset + 4) == 0, try reader.uint16(at: offset + 6) == 0 else {
            throw .unsupported("several files")
        }
        let count = try reader.uint16(at: offset + 10)
        let size = Int(try reader.uint32(at: offset + 12))
        let start = Int(try reader.uint32(at: offset + 16))
        guard count != 0xFFFF, start != 0xFFFF_FFFF else { throw .unsupported("zip64") }
        // What stands before the archive, a script that unpacks it for example, shifts all offsets; such
        // archives are read only where they say so themselves.
        guard start + size <= offset, count * entrySize <= size else { throw .corrupt }
        return (count, start)
    }

    private static func entry(
        _ reader: ByteReader, at offset: Int, _ limits: ZipLimits
    ) throws(ZipError) -> (entry: ZipEntry, next: Int) {
        guard try reader.uint32(at: offset) == entrySignature else { throw .corrupt }
        let flags = try reader.uint16(at: offset + 8)
        guard flags & 1 == 0 else { throw .unsupported("encryption") }
        let compressedSize = Int(try reader.uint32(at: offset + 20))
        let size = Int(try reader.uint32(at: offset + 24))
        let nameSize = try reader.uint16(at: offset + 28)
        let extraSize = try reader.uint16(at: offset + 30)
        let commentSize = try reader.uint16(at: offset + 32)
        guard nameSize <= limits.pathSizeMax else { throw .badPath("") }
        guard compressedSize <= reader.count else { throw .corrupt }
        let name = try reader.slice(at: offset + entrySize, count: nameSize)
        let system = try reader.uint16(at: offset + 4) >> 8
        let attributes = try reader.uint32(at: offset + 38)
        // 3 is Unix, 19 is Darwin.
        let unixMode = system == 3 || system == 19 ? attributes >> 16 : 0
        let isLink = unixMode & 0o170000 == 0o120000
        let isDirectory = name.last == UInt8(ascii: "/") || unixMode & 0o170000 == 0o040000
        let entry = ZipEntry(
            path: try path(name), kind: isLink ? .link : isDirectory ? .directory : .file,
            mode: unixMode == 0 ? nil : unixMode & 0o777, size: isDirectory ? 0 : size,
            compressedSize: compressedSize, method: try reader.uint16(at: offset + 10),
            checksum: try reader.uint32(at: offset + 16),
            headerOffset: Int(try reader.uint32(at: offset + 42)))
        return (entry, offset + entrySize + nameSize + extraSize + commentSize)
    }

    private static func path(_ bytes: ArraySlice<UInt8>) throws(ZipError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            // Older tools store names in the code page of their system; every byte of it is a character.
            return try path(
                Array(String(decoding: bytes.map { $0 < 128 ? $0 : UInt8(ascii: "_") }, as: UTF8.self).utf8)[
                    ...])
        }
        guard !text.utf8.contains(0), !text.hasPrefix("/"), !text.contains("\\") else { throw .badPath(text) }
        let components = text.split(separator: "/").filter { $0 != "." }
        guard !components.contains("..") else { throw .badPath(text) }
        return components.joined(separator: "/")
    }
}

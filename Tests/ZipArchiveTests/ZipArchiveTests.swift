import Testing
import ZipArchive

/// The archives are made by Python's zipfile; the bytes stand here in hexadecimal digits.
@Suite struct ZipArchiveTests {
    /// The end of a directory without entries.
    static let empty: [UInt8] = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)

    /// One stored entry, built by hand so that each field can be broken.
    static func archive(
        path: String = "a.txt", content: [UInt8] = Array("hello".utf8), checksum: UInt32 = 0x3610_A686,
        method: UInt16 = 0, mode: UInt32 = 0o100644, size: UInt32? = nil
    ) -> [UInt8] {
        func le(_ value: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: value.littleEndian, Array.init)
        }
        let name = Array(path.utf8)
        let sizes = le(UInt32(content.count)) + le(size ?? UInt32(content.count))
        let common = le(UInt16(20)) + le(UInt16(0)) + le(method) + le(UInt32(0)) + le(checksum) + sizes
        let local = le(UInt32(0x0403_4B50)) + common + le(UInt16(name.count)) + le(UInt16(0)) + name + content
        let attributes = le(UInt16(0)) + le(UInt16(0)) + le(UInt16(0)) + le(UInt16(0)) + le(mode << 16)
        let entry =
            le(UInt32(0x0201_4B50)) + le(UInt16(3 << 8 | 20)) + common + le(UInt16(name.count)) + attributes
            + le(UInt32(0)) + name
        let end =
            le(UInt32(0x0605_4B50)) + le(UInt32(0)) + le(UInt16(1)) + le(UInt16(1)) + le(UInt32(entry.count))
            + le(UInt32(local.count)) + le(UInt16(0))
        return local + entry + end
    }

    @Test func anArchiveGivesItsFilesWithTheirModes() throws {
        let archive = try ZipArchive(Self.archive(mode: 0o100755))
        let entry = try #require(archive.entries.first)
        #expect(entry.path == "a.txt" && entry.mode == 0o755 && entry.kind == .file)
        #expect(try archive.contents(of: entry) == Array("hello".utf8))
    }

    @Test func anArchiveWithoutEntriesIsOne() throws {
        #expect(try ZipArchive(Self.empty).entries.isEmpty)
    }

    @Test func aWrongChecksumIsFound() throws {
        let archive = try ZipArchive(Self.archive(checksum: 1))
        #expect(throws: ZipError.corrupt) { try archive.contents(of: archive.entries[0]) }
    }

    @Test(arguments: ["../a", "a/../../b", "/etc/passwd", "a\\..\\b", "..", "a/.."])
    func aPathThatLeadsOutIsRefused(path: String) {
        #expect(throws: ZipError.badPath(path)) { try ZipArchive(Self.archive(path: path)) }
    }

    @Test func whatUnpacksToTooMuchIsRefusedBeforeItIsUnpacked() {
        #expect(throws: ZipError.tooLarge(limit: 4)) {
            try ZipArchive(Self.archive(), limits: ZipLimits(unpackedSizeMax: 4))
        }
    }

    @Test func anotherCompressionIsRefusedByItsName() throws {
        let archive = try ZipArchive(Self.archive(method: 12))
        #expect(throws: ZipError.unsupported("compression method 12")) {
            try archive.contents(of: archive.entries[0])
        }
    }

    @Test func noDamageBringsTheReaderDown() throws {
        let whole = Self.archive()
        var seed: UInt64 = 42
        func next() -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33)
        }
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<(1 + next() % 4) { bytes[next() % bytes.count] = UInt8(truncatingIfNeeded: next()) }
            if next() % 3 == 0 { bytes.removeLast(next() % bytes.count) }
            guard let archive = try? ZipArchive(bytes) else { continue }
            for entry in archive.entries {
                let content = try? archive.contents(of: entry)
                // What passes is what the directory says.
                #expect(content == nil || content?.count == entry.size)
            }
        }
    }
}

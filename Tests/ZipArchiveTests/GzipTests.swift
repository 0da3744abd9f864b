import Compression
import Testing

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 1000, 300_000]) func whatIsEncodedIsDecodedAgain(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }
        let file = try Deflater.gzip(bytes)
        #expect(file.prefix(3) == [0x1F, 0x8B, 8])
        #expect(try Inflater.decode(file, .gzip, sizeMax: size + 1) == bytes)
        #expect(try Deflater.gzip(bytes) == file)
    }
}

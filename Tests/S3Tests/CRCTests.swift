import Testing

@testable import S3

/// The cyclic redundancy checks of objects, against the values that their definitions give.
@Suite struct CRCTests {
    private func check(_ bytes: [UInt8], _ algorithm: ChecksumAlgorithm) -> [UInt8] {
        var crc = CRC(algorithm)
        crc.update(bytes)
        return crc.finalize()
    }

    @Test(
        arguments: [
            (ChecksumAlgorithm.crc32, [0xCB, 0xF4, 0x39, 0x26]),
            (.crc32c, [0xE3, 0x06, 0x92, 0x83]),
            (.crc64nvme, [0xAE, 0x8B, 0x14, 0x86, 0x0A, 0x79, 0x98, 0x88]),
        ] as [(ChecksumAlgorithm, [UInt8])])
    func theCheckOfTheNineDigitsIsTheOneThatIsPublished(_ algorithm: ChecksumAlgorithm, _ value: [UInt8]) {
        #expect(check(Array("123456789".utf8), algorithm) == value)
    }

    @Test(arguments: [ChecksumAlgorithm.crc32, .crc32c, .crc64nvme])
    func longPiecesHaveTheCheckOfTheirBytes(_ algorithm: ChecksumAlgorithm) {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 5) }
        for size in [255, 256, 257, 319, 320, 321, 383, 384, 1000, 1024, 4095, 5000] {
            for start in 0..<3 {
                let part = Array(bytes[start..<max(start, size)])
                var byByte = CRC(algorithm)
                for byte in part { byByte.update([byte]) }
                #expect(check(part, algorithm) == byByte.finalize(), "\(size) bytes from \(start) on")
            }
        }
    }

    @Test(arguments: [ChecksumAlgorithm.crc32, .crc32c, .crc64nvme])
    func piecesMayBeCutAnywhere(_ algorithm: ChecksumAlgorithm) {
        let bytes = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) }
        let whole = check(bytes, algorithm)
        for cut in [1, 7, 64, 255, 256, 300, 2000, 2999] {
            var crc = CRC(algorithm)
            crc.update(Array(bytes[..<cut]))
            crc.update(Array(bytes[cut...]))
            #expect(crc.finalize() == whole)
        }
    }
}

/// A cyclic redundancy check with reflected input and output, all ones at first, inverted at last.
struct CRC: Sendable {
    private static let crc32Table = table(0xEDB8_8320)
    private static let crc32cTable = table(0x82F6_3B78)
    private static let crc64Table = table(0x9A6C_9329_AC4B_C9B5)

    private let table: [UInt64]
    private let size: Int
    private var value: UInt64

    init(_ algorithm: ChecksumAlgorithm) {
        size = algorithm.size
        value = size == 8 ? .max : 0xFFFF_FFFF
        table =
            switch algorithm {
            case .crc32c: Self.crc32cTable
            case .crc64nvme: Self.crc64Table
            default: Self.crc32Table
            }
    }

    mutating func update(_ bytes: [UInt8]) {
        var value = value
        table.withUnsafeBufferPointer { table in
            for byte in bytes { value = table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ (value >> 8) }
        }
        self.value = value
    }

    /// The value, most significant byte first.
    func finalize() -> [UInt8] {
        let inverted = ~value
        return (0..<size).reversed().map { UInt8(truncatingIfNeeded: inverted >> UInt64(8 * $0)) }
    }

    private static func table(_ polynomial: UInt64) -> [UInt64] {
        (0..<256).map { index in
            (0..<8).reduce(UInt64(index)) { value, _ in
                value & 1 == 1 ? polynomial ^ (value >> 1) : value >> 1
            }
        }
    }
}

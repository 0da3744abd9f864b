internal import CChecksums

/// A cyclic redundancy check with reflected input and output, all ones at first, inverted at last.
struct CRC: Sendable {
    private static let crc32Tables = tables(0xEDB8_8320)
    private static let crc32cTables = tables(0x82F6_3B78)
    private static let crc64Tables = tables(0x9A6C_9329_AC4B_C9B5)
    /// Bytes that one step takes in, each through a table of its own.
    private static let stride = 8

    private static let canFold = apus_crc_can_fold() != 0
    /// Powers of x by which a block of bytes is put together with a later one.
    private static let crc32Powers = powers(.crc32)
    private static let crc32cPowers = powers(.crc32c)
    private static let crc64Powers = powers(.crc64nvme)
    /// Bytes from which on folding pays.
    private static let foldedMin = 256

    private let tables: [UInt64]
    private let powers: [UInt64]
    private let size: Int
    private var value: UInt64

    init(_ algorithm: ChecksumAlgorithm) {
        size = algorithm.size
        value = size == 8 ? .max : 0xFFFF_FFFF
        (tables, powers) =
            switch algorithm {
            case .crc32c: (Self.crc32cTables, Self.crc32cPowers)
            case .crc64nvme: (Self.crc64Tables, Self.crc64Powers)
            default: (Self.crc32Tables, Self.crc32Powers)
            }
    }

    mutating func update(_ bytes: [UInt8]) {
        guard Self.canFold, bytes.count >= Self.foldedMin else { return update(bytes, from: 0) }
        var folded = [UInt8](repeating: 0, count: 16)
        let taken = apus_crc_fold(bytes, bytes.count, value, powers, &folded)
        value = 0
        update(folded, from: 0)
        update(bytes, from: taken)
    }

    private mutating func update(_ bytes: [UInt8], from start: Int) {
        var value = value
        // SAFETY: the tables have 2048 entries and every index is a byte plus a multiple of 256 up to 1792;
        // the loads end before `count`.
        tables.withUnsafeBufferPointer { table in
            bytes.withUnsafeBytes { bytes in
                var offset = start
                while offset + Self.stride <= bytes.count {
                    let word =
                        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian ^ value
                    value =
                        table[1792 + Int(word & 255)] ^ table[1536 + Int((word >> 8) & 255)]
                        ^ table[1280 + Int((word >> 16) & 255)] ^ table[1024 + Int((word >> 24) & 255)]
                        ^ table[768 + Int((word >> 32) & 255)] ^ table[512 + Int((word >> 40) & 255)]
                        ^ table[256 + Int((word >> 48) & 255)] ^ table[Int(word >> 56)]
                    offset += Self.stride
                }
                while offset < bytes.count {
                    value = table[Int(UInt8(truncatingIfNeeded: value) ^ bytes[offset])] ^ (value >> 8)
                    offset += 1
                }
            }
        }
        self.value = value
    }

    /// The value, most significant byte first.
    func finalize() -> [UInt8] {
        Self.bytes(~value, size)
    }

    private static func bytes(_ value: UInt64, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    /// Table `n` holds what a byte does to the value when `n` further bytes follow it.
    private static func tables(_ polynomial: UInt64) -> [UInt64] {
        var tables = (0..<256).map { index in
            (0..<8).reduce(UInt64(index)) { value, _ in
                value & 1 == 1 ? polynomial ^ (value >> 1) : value >> 1
            }
        }
        for index in 256..<(256 * stride) {
            let before = tables[index - 256]
            tables.append(tables[Int(before & 255)] ^ (before >> 8))
        }
        return tables
    }
}

extension CRC {
    /// The check of two byte strings, one behind the other, from the check of each.
    ///
    /// The check is a remainder of polynomials: bytes that follow multiply what came before by a power of x.
    static func joined(
        _ first: [UInt8], _ second: [UInt8], secondSize: Int, _ algorithm: ChecksumAlgorithm
    ) -> [UInt8] {
        let field = Field(algorithm)
        let (a, b) = (number(first), number(second))
        return bytes(field.product(field.power(8 * UInt64(secondSize)), a) ^ b, algorithm.size)
    }

    /// What `apus_crc_fold` asks for.
    private static func powers(_ algorithm: ChecksumAlgorithm) -> [UInt64] {
        let field = Field(algorithm)
        return [575, 511, 191, 127].map { field.power($0) << UInt64(64 - 8 * algorithm.size) }
    }

    private static func number(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    /// Polynomials over two elements, modulo that of the check; the lowest power stands in the highest bit.
    private struct Field {
        let polynomial: UInt64
        let one: UInt64

        init(_ algorithm: ChecksumAlgorithm) {
            one = algorithm.size == 8 ? 1 << 63 : 1 << 31
            polynomial =
                switch algorithm {
                case .crc32c: 0x82F6_3B78
                case .crc64nvme: 0x9A6C_9329_AC4B_C9B5
                default: 0xEDB8_8320
                }
        }

        func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
            var (bit, shifted, sum): (UInt64, UInt64, UInt64) = (one, b, 0)
            while bit != 0 {
                if a & bit != 0 { sum ^= shifted }
                shifted = shifted & 1 == 1 ? polynomial ^ (shifted >> 1) : shifted >> 1
                bit >>= 1
            }
            return sum
        }

        /// x to the power.
        func power(_ exponent: UInt64) -> UInt64 {
            var (result, square, rest) = (one, one >> 1, exponent)
            while rest != 0 {
                if rest & 1 == 1 { result = product(result, square) }
                square = product(square, square)
                rest >>= 1
            }
            return result
        }
    }
}

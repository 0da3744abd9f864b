/// Prefixes or suffixes, found by one pass over a value however many there are.
struct AffixTable: Sendable {
    private let table: ByteTable
    private let lengths: [Int]
    private let isSuffix: Bool
    /// Whether the affixes are folded, and so values are folded too.
    private let folding: Bool
    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let prime: UInt64 = 0x0000_0100_0000_01B3

    var isEmpty: Bool { table.isEmpty }

    /// - Parameter values: affixes, none empty, each once.
    init(_ values: [(key: [UInt8], value: Int)], isSuffix: Bool, folding: Bool) {
        self.isSuffix = isSuffix
        self.folding = folding
        table = ByteTable(values) { key in
            var hash = Self.seed
            for step in 0..<key.count {
                hash = (hash ^ UInt64(key[isSuffix ? key.count - 1 - step : step])) &* Self.prime
            }
            return hash ^ hash >> 32
        }
        lengths = table.lengths
    }

    /// Calls `found` with the value of every affix of `lo..<hi`.
    @inline(__always)
    func find(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, _ found: (Int) -> Void) {
        var hash = Self.seed
        var done = 0
        for length in lengths {
            guard length <= hi &- lo else { return }
            while done < length {
                let byte = bytes[isSuffix ? hi &- 1 &- done : lo &+ done]
                hash = (hash ^ UInt64(folding ? CaseFolding.lower(byte) : byte)) &* Self.prime
                done &+= 1
            }
            let start = isSuffix ? hi &- length : lo
            let value = table.find(bytes, start, start &+ length, hash: hash ^ hash >> 32, folding: folding)
            if value >= 0 { found(value) }
        }
    }
}

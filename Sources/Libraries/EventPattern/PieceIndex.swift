/// Wildcards that begin and end with a star, found by the beginning of one of their pieces.
struct PieceIndex: Sendable {
    /// Fewer of them are asked one by one.
    static let worthwhile = 4
    /// Bytes of a piece that are looked up.
    static let keyMax = 4

    private let table: AffixTable
    private let listCount: Int

    var isEmpty: Bool { table.isEmpty }

    /// - Parameter entries: keys, none empty, each once, and their lists, numbered from 0 on.
    init(_ entries: [(key: [UInt8], value: Int)] = []) {
        table = AffixTable(entries, isSuffix: false, folding: false)
        listCount = entries.count
    }

    /// Where a wildcard is looked up: the beginning of its longest piece; nil when it has none but stars.
    static func key(of wildcard: Wildcard) -> [UInt8]? {
        let longest = wildcard.pieces.max { $0.count < $1.count } ?? []
        return longest.isEmpty ? nil : Array(longest.prefix(keyMax))
    }

    /// Calls `found` once with every list whose key stands somewhere in `lo..<hi`.
    func find(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, _ found: (Int) -> Void) {
        // Made when something is found, since most values hold no key.
        var seen: [UInt64] = []
        for index in lo..<max(lo, hi) {
            table.find(bytes, index, hi) { list in
                if seen.isEmpty { seen = Array(repeating: 0, count: listCount / 64 + 1) }
                let bit: UInt64 = 1 << UInt64(list % 64)
                guard seen[list / 64] & bit == 0 else { return }
                seen[list / 64] |= bit
                found(list)
            }
        }
    }
}

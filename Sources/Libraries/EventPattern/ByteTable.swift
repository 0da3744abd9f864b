/// An immutable hash table from byte strings to list numbers, built once and read without allocation.
struct ByteTable: Sendable {
    private struct Entry {
        var hash: UInt64
        var start: Int
        var count: Int
        var value: Int
    }

    private var keys: [UInt8] = []
    private var entries: [Entry] = []
    /// Entry number + 1, or 0 for a free slot; a power of two of them, at most half full.
    private var slots: [Int32] = [0, 0]
    private var mask = 1
    /// The lengths of keys, ascending, each once.
    private(set) var lengths: [Int] = []

    var isEmpty: Bool { entries.isEmpty }

    /// - Parameter hash: of a key; must be the one used to look up.
    init(
        _ values: [(key: [UInt8], value: Int)] = [], hash: (Span<UInt8>) -> UInt64 = { $0.hash(0, $0.count) }
    ) {
        for (key, value) in values {
            entries.append(Entry(hash: hash(key.span), start: keys.count, count: key.count, value: value))
            keys += key
        }
        lengths = Set(values.map(\.key.count)).sorted()
        var size = 4
        while size < entries.count * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        mask = size - 1
        for (number, entry) in entries.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(number + 1)
        }
    }

    /// The value of the key that equals `lo..<hi`, whose hash is given; -1 when there is none.
    @inline(__always)
    func find(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, hash: UInt64, folding: Bool = false) -> Int {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.hash == hash, entry.count == hi &- lo, equals(entry, bytes, lo, folding) {
                return entry.value
            }
            slot = (slot &+ 1) & mask
        }
        return -1
    }

    private func equals(_ entry: Entry, _ bytes: Span<UInt8>, _ lo: Int, _ folding: Bool) -> Bool {
        for index in 0..<entry.count {
            let byte = bytes[lo &+ index]
            if keys[entry.start &+ index] != (folding ? CaseFolding.lower(byte) : byte) { return false }
        }
        return true
    }
}

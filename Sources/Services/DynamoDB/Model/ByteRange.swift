/// A range of encoded keys: from `low` on, below `high`; nil leaves the end open.
struct ByteRange: Sendable {
    /// What stands after every key.
    static let end: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]

    var low: [UInt8]
    var high: [UInt8]?

    /// All keys that begin with the bytes.
    init(prefix: [UInt8]) {
        low = prefix
        high = Self.successor(prefix)
    }

    init(low: [UInt8], high: [UInt8]?) {
        self.low = low
        self.high = high
    }

    /// The first bytes that stand after everything that begins with the given ones; nil when nothing does.
    static func successor(_ bytes: [UInt8]) -> [UInt8]? {
        var bytes = bytes
        while let last = bytes.popLast() {
            guard last == 0xFF else {
                bytes.append(last + 1)
                return bytes
            }
        }
        return nil
    }

    /// What lies after a key in the direction of reading.
    func after(_ key: [UInt8], isForward: Bool) -> ByteRange {
        // Keys never begin one another, so the next possible key is this one with a zero byte.
        isForward
            ? ByteRange(low: max(low, key + [0]), high: high) : ByteRange(low: low, high: min(high, key))
    }

    private func max(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] { a.lexicographicallyPrecedes(b) ? b : a }

    private func min(_ a: [UInt8]?, _ b: [UInt8]) -> [UInt8] {
        guard let a else { return b }
        return a.lexicographicallyPrecedes(b) ? a : b
    }
}

internal import Kernel

/// What a worker's process writes, cut into lines: shipped to the log stream, and the end of it kept for the
/// run.
struct Journal: Sendable {
    /// The longest line; a longer one is cut in pieces of that size.
    static let lineSizeMax = 256 << 10

    private let ship: @Sendable ([UInt8]) -> Void
    private var rest: [UInt8] = []
    private var tail: [UInt8] = []

    init(ship: @escaping @Sendable ([UInt8]) -> Void) {
        self.ship = ship
    }

    mutating func begin(_ requestID: String, version: String) {
        flush()
        tail = []
        append(Array("START RequestId: \(requestID) Version: \(version)\n".utf8))
    }

    mutating func append(_ bytes: [UInt8]) {
        tail.append(contentsOf: bytes)
        if tail.count > 2 * Limits.logTailSizeMax { tail.removeFirst(tail.count - Limits.logTailSizeMax) }
        rest.append(contentsOf: bytes)
        var start = rest.startIndex
        while let end = rest[start...].firstIndex(of: 0x0A) {
            if end > start { ship(Array(rest[start..<end])) }
            start = end + 1
        }
        rest.removeSubrange(..<start)
        if rest.count > Self.lineSizeMax { flush() }
    }

    /// Closes the log of a run; answers the end of it.
    mutating func end(_ report: RunReport) -> [UInt8] {
        if tail.last != 0x0A, !tail.isEmpty { append([0x0A]) }
        append(Array(report.lines.utf8))
        defer { tail = [] }
        return Array(tail.suffix(Limits.logTailSizeMax))
    }

    mutating func close() { flush() }

    private mutating func flush() {
        if !rest.isEmpty { ship(rest) }
        rest = []
    }
}

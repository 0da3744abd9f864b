internal import Kernel

/// What a worker's process writes, cut into lines: shipped to the log stream, and the end of it kept for the
/// run.
struct Journal: Sendable {
    /// The longest line; a longer one is cut in pieces of that size. An entry of a log stream may be a
    /// megabyte, but counts with more bytes than it has.
    static let lineSizeMax = 256 << 10

    let log: PlatformLog
    private let ship: @Sendable ([UInt8]) -> Void
    private var rest: [UInt8] = []
    /// Bytes of the rest that are known to hold no end of a line.
    private var searched = 0
    private var tail: [UInt8] = []

    init(_ log: PlatformLog = PlatformLog(), ship: @escaping @Sendable ([UInt8]) -> Void) {
        self.log = log
        self.ship = ship
    }

    mutating func begin(_ requestID: String, version: String, at moment: Instant) {
        flush()
        tail = []
        note(log.start(requestID, version: version, at: moment))
    }

    /// Takes what the process wrote.
    mutating func append(_ bytes: [UInt8]) {
        rest.append(contentsOf: bytes)
        var start = 0
        while let end = rest[max(start, searched)...].firstIndex(of: 0x0A) {
            cut(start..<end)
            start = end + 1
            searched = start
        }
        while rest.count - start > Self.lineSizeMax {
            cut(start..<start + Self.lineSizeMax)
            start += Self.lineSizeMax
        }
        if start > 0 { rest.removeSubrange(..<start) }
        searched = rest.count
    }

    /// Takes lines of the service's own.
    mutating func note(_ text: String) {
        for line in text.utf8.split(separator: 0x0A) { keep(Array(line)) }
    }

    /// Closes the log of a run; answers the end of it.
    mutating func end(_ report: RunReport, at moment: Instant) -> [UInt8] {
        flush()
        note(log.end(report, at: moment))
        defer { tail = [] }
        return Array(tail.suffix(Limits.logTailSizeMax))
    }

    mutating func close() { flush() }

    private mutating func flush() {
        cut(0..<rest.count)
        rest = []
        searched = 0
    }

    private mutating func cut(_ range: Range<Int>) {
        var start = range.lowerBound
        while range.upperBound - start > Self.lineSizeMax {
            keep(Array(rest[start..<start + Self.lineSizeMax]))
            start += Self.lineSizeMax
        }
        let line = rest[start..<range.upperBound]
        if !line.isEmpty, log.keeps(line) { keep(Array(line)) }
    }

    private mutating func keep(_ line: [UInt8]) {
        ship(line)
        tail.append(contentsOf: line.suffix(Limits.logTailSizeMax))
        tail.append(0x0A)
        if tail.count > 4 * Limits.logTailSizeMax { tail.removeFirst(tail.count - Limits.logTailSizeMax) }
    }
}

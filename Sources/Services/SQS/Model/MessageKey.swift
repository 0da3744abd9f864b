internal import Store

/// Where a message stands: its line, its lane of the line, and its place in the order of arrival.
///
/// It is the row id of the message, so that the messages of a queue lie side by side in the order in which
/// they came, without an index. Keys are never used twice.
struct MessageKey: Hashable, Comparable, SQLReadable {
    /// Messages that wait to be received, and those that wait apart until a delay of their own ends.
    enum Lane: Int64 {
        case waiting = 0
        case delayed = 1
    }

    static let sequenceBits: Int64 = 42
    /// Messages that one line can ever take; more are refused.
    static let sequenceMax: Int64 = (1 << sequenceBits) - 1
    /// Lines that can exist at once.
    static let lineMax: Int64 = (1 << 20) - 1

    let value: Int64

    init(value: Int64) {
        self.value = value
    }

    init(line: Int64, lane: Lane, sequence: Int64) {
        value = (line << 1 | lane.rawValue) << Self.sequenceBits | sequence
    }

    var line: Int64 { value >> (Self.sequenceBits + 1) }
    var sequence: Int64 { value & Self.sequenceMax }

    /// The keys of one lane.
    static func range(line: Int64, lane: Lane) -> ClosedRange<MessageKey> {
        MessageKey(
            line: line, lane: lane, sequence: 0)...MessageKey(line: line, lane: lane, sequence: sequenceMax)
    }

    /// The keys of a whole line.
    static func range(line: Int64) -> ClosedRange<MessageKey> {
        MessageKey(
            line: line, lane: .waiting, sequence: 0)...MessageKey(
                line: line, lane: .delayed, sequence: sequenceMax)
    }

    static func < (a: Self, b: Self) -> Bool { a.value < b.value }

    var sqlValue: SQLValue { .integer(value) }

    init(column: borrowing SQLColumn) throws(StoreError) {
        value = try Int64(column: column)
    }

    /// The sequence number that a FIFO queue reports: twenty digits that grow with every message of the
    /// queue.
    var sequenceNumber: String {
        let digits = String(sequence)
        return "188" + String(repeating: "0", count: 17 - digits.count) + digits
    }
}

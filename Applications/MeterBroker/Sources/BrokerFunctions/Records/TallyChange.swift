import DynamoDBInterface
import MeterBroker

/// What a transaction adds to the counts of participants and days.
///
/// The counts change in the transaction that changes what they count, so they are exact. They are spread
/// over shards because many functions count for the same participant at the same time.
struct TallyChange: Sendable {
    private struct Slot: Hashable {
        let participant: String
        let day: String
    }

    static let shards = 4
    private var changes: [Slot: [String: Int]] = [:]

    var isEmpty: Bool { changes.isEmpty }
    var count: Int { changes.count }

    mutating func add(_ name: String, _ amount: Int, _ participant: String, _ day: String) {
        changes[Slot(participant: participant, day: day), default: [:]][name, default: 0] += amount
    }

    /// Counts a delivery that stands in no table yet.
    mutating func addNew(_ record: DeliveryRecord) {
        let prefix = record.isReplay ? "replay_" : ""
        add("\(prefix)accepted", 1, record.receiver, record.day)
        add("\(prefix)\(record.status.rawValue)", 1, record.receiver, record.day)
    }

    /// Counts that a delivery left one status for another.
    mutating func move(_ record: DeliveryRecord, from: DeliveryRecord.Status) {
        let prefix = record.isReplay ? "replay_" : ""
        add("\(prefix)\(from.rawValue)", -1, record.receiver, record.day)
        add("\(prefix)\(record.status.rawValue)", 1, record.receiver, record.day)
    }

    /// Notes how long a message took from its acceptance to its receiver.
    mutating func addLatency(_ milliseconds: Int, _ record: DeliveryRecord) {
        guard !record.isReplay else { return }
        add("latency_ms", milliseconds, record.receiver, record.day)
    }

    /// Where the number of messages that a participant sent on a past day stands.
    static let sentSlot = "sent"

    /// Notes how many messages a participant sent on a past day.
    static func sent(_ count: Int, _ participant: String, _ day: String, table: String) -> Update {
        Update(
            key: ["participant": .s(participant), "slot": .s("\(day)#\(sentSlot)")],
            updateExpression: "ADD #sent :count", tableName: table,
            expressionAttributeNames: ["#sent": "sent"],
            expressionAttributeValues: [":count": .number(count)])
    }

    func writes(table: String, shard: Int) -> [TransactWriteItem] {
        changes.sorted { ($0.key.participant, $0.key.day) < ($1.key.participant, $1.key.day) }.compactMap {
            (slot, amounts) -> TransactWriteItem? in
            let names = amounts.filter { $0.value != 0 }.keys.sorted()
            guard !names.isEmpty else { return nil }
            var values: Item = [:]
            for name in names { values[":\(name)"] = .number(amounts[name] ?? 0) }
            let clauses = names.map { "#\($0) :\($0)" }.joined(separator: ", ")
            return TransactWriteItem(
                update: Update(
                    key: ["participant": .s(slot.participant), "slot": .s("\(slot.day)#\(shard)")],
                    updateExpression: "ADD \(clauses)", tableName: table,
                    expressionAttributeNames: Dictionary(uniqueKeysWithValues: names.map { ("#\($0)", $0) }),
                    expressionAttributeValues: values))
        }
    }
}

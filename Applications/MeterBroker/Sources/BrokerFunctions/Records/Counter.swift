import DynamoDBInterface
import MeterBroker
import Wire

/// A sender's last number, when it was given, and how many of the day went before.
struct Counter: Sendable {
    let last: Int
    let lastAt: Timestamp
    private let day: String
    private let dayCount: Int

    init(_ item: Item) {
        last = item.number("last") ?? 0
        lastAt = Timestamp(milliseconds: item.number("lastAt") ?? 0)
        day = item.text("day") ?? ""
        dayCount = item.number("dayCount") ?? 0
    }

    func count(on day: String) -> Int { day == self.day ? dayCount : 0 }

    /// Counts one more, unless somebody else did so meanwhile.
    func update(to record: MessageRecord, table: String) -> Update {
        var values: Item = [
            ":next": .number(record.transactionID.sequence), ":at": .number(record.acceptedAt.milliseconds),
            ":day": .s(record.day), ":count": .number(count(on: record.day) + 1),
        ]
        if last > 0 { values[":last"] = .number(last) }
        return Update(
            key: MessageRecord.counterKey(record.sender),
            updateExpression: "SET #last = :next, #lastAt = :at, #day = :day, #dayCount = :count",
            tableName: table, conditionExpression: last > 0 ? "#last = :last" : "attribute_not_exists(#last)",
            expressionAttributeNames: [
                "#last": "last", "#lastAt": "lastAt", "#day": "day", "#dayCount": "dayCount",
            ],
            expressionAttributeValues: values, returnValuesOnConditionCheckFailure: "ALL_OLD")
    }
}

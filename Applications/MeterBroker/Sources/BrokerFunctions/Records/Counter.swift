import DynamoDBInterface
import MeterBroker
import Wire

/// A sender's counter: its last number, how many messages went before on a day, and the numbers that were
/// taken and are not written into their messages yet.
///
/// A number is taken by adding one and noting the sum under the message's reference, in one unconditional
/// update: however many messages of one sender arrive at once, none has to try again.
struct Counter: Sendable {
    private static let numberPrefix = "number "
    private static let dayPrefix = "day "
    private let item: Item

    init(_ item: Item) { self.item = item }

    static func numberName(_ reference: String) -> String { numberPrefix + reference }

    func count(on day: String) -> Int { item.number(Self.dayPrefix + day) ?? 0 }

    /// References whose numbers are taken and not written yet.
    var open: [String] {
        item.keys.filter { $0.hasPrefix(Self.numberPrefix) }.map {
            String($0.dropFirst(Self.numberPrefix.count))
        }
    }

    /// The days for which it has counted, and how many messages on each.
    var days: [(day: String, count: Int)] {
        item.keys.filter { $0.hasPrefix(Self.dayPrefix) }.sorted().map { name in
            (String(name.dropFirst(Self.dayPrefix.count)), item.number(name) ?? 0)
        }
    }

    /// Takes the next number for a reference; fails when the day's quota is used up.
    static func taking(for claim: Claim, quota: Int, table: String) -> Update {
        Update(
            key: MessageRecord.counterKey(claim.sender),
            updateExpression:
                "SET #last = if_not_exists(#last, :zero) + :one, #number = if_not_exists(#last, :zero) + :one, "
                + "#day = if_not_exists(#day, :zero) + :one",
            tableName: table, conditionExpression: "attribute_not_exists(#day) OR #day < :quota",
            expressionAttributeNames: [
                "#last": "last", "#number": numberName(claim.reference),
                "#day": dayPrefix + claim.acceptedAt.day,
            ],
            expressionAttributeValues: [":zero": .number(0), ":one": .number(1), ":quota": .number(quota)])
    }

    /// Takes the count of a past day away, if nobody has.
    static func forgetting(_ day: String, of sender: String, table: String) -> Update {
        Update(
            key: MessageRecord.counterKey(sender), updateExpression: "REMOVE #day", tableName: table,
            conditionExpression: "attribute_exists(#day)", expressionAttributeNames: ["#day": dayPrefix + day]
        )
    }
}

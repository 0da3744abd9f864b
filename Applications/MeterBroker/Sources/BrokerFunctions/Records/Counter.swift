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
        item.keys.filter { $0.hasPrefix(Self.numberPrefix) }.map { String($0.dropFirst(Self.numberPrefix.count)) }
    }

    /// Takes the next number for a reference; fails when the day's quota is used up.
    func taking(for claim: Claim, quota: Int, table: String) -> Update {
        let day = Self.dayPrefix + claim.acceptedAt.day
        var names = ["#last": "last", "#number": Self.numberName(claim.reference), "#day": day]
        var expression =
            "SET #last = if_not_exists(#last, :zero) + :one, #number = if_not_exists(#last, :zero) + :one, "
            + "#day = if_not_exists(#day, :zero) + :one"
        let past = item.keys.filter { $0.hasPrefix(Self.dayPrefix) && $0 < day }.sorted()
        for (position, name) in past.enumerated() { names["#past\(position)"] = name }
        if !past.isEmpty { expression += " REMOVE " + past.indices.map { "#past\($0)" }.joined(separator: ", ") }
        return Update(
            key: MessageRecord.counterKey(claim.sender), updateExpression: expression, tableName: table,
            conditionExpression: "attribute_not_exists(#day) OR #day < :quota", expressionAttributeNames: names,
            expressionAttributeValues: [":zero": .number(0), ":one": .number(1), ":quota": .number(quota)])
    }
}

import DynamoDBInterface
import MeterBroker
import Wire

/// What stands under a sender's reference: the message as it was accepted, and its number once that is known.
///
/// It is written in the transaction that takes the next number of the sender, so each number belongs to
/// exactly one reference from the moment on at which it is taken. The number itself stands in the sender's
/// counter until the message is written under it.
struct Claim: Sendable {
    let sender: String
    let reference: String
    let acceptedAt: Timestamp
    /// Nil until the message is written under its number.
    let transactionID: TransactionID?
    let item: Item

    /// Claims the next number for a message; its record bears none yet.
    init(_ record: MessageRecord) {
        (sender, reference, acceptedAt, transactionID) = (record.sender, record.reference, record.acceptedAt, nil)
        item = record.unnumbered.merging(MessageRecord.referenceKey(record.sender, record.reference)) { $1 }
    }

    init?(_ item: Item) {
        // The key names both; references may hold the mark that parts them.
        let names = (item.text("id") ?? "").split(separator: "#", maxSplits: 2, omittingEmptySubsequences: false)
        guard names.count == 3, names[0] == "R",
            let accepted = item.text("acceptedAt").flatMap({ Timestamp(parsing: $0, .iso8601) })
        else { return nil }
        (sender, reference, acceptedAt) = (String(names[1]), String(names[2]), accepted)
        transactionID = item.text("transactionID").flatMap(TransactionID.init)
        self.item = item
    }

    var key: Item { MessageRecord.referenceKey(sender, reference) }

    /// What stays under the reference when the message stands under its number.
    func answered(_ id: TransactionID) -> Item {
        key.merging([
            "acceptedAt": .s(acceptedAt.text), "transactionID": .s(id.text),
        ]) { $1 }
    }

    /// The message under its number.
    func record(_ id: TransactionID) -> MessageRecord? {
        MessageRecord(item.merging(["transactionID": .s(id.text)]) { $1 })
    }
}

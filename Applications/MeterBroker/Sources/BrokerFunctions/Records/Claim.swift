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
    /// The body, until it is in the archive; nil where it went there before the number was taken.
    let body: [UInt8]?
    let item: Item

    /// Claims the next number for a message; its record bears none yet.
    init(_ record: MessageRecord, body: [UInt8]?) {
        self.body = body
        (sender, reference, acceptedAt, transactionID) = (
            record.sender, record.reference, record.acceptedAt, nil
        )
        var item = record.unnumbered.merging(MessageRecord.referenceKey(record.sender, record.reference)) {
            $1
        }
        if let body { item["body"] = .b(body) }
        self.item = item
    }

    init?(_ item: Item) {
        // The key names both; references may hold the mark that parts them.
        let names = (item.text("id") ?? "").split(
            separator: "#", maxSplits: 2, omittingEmptySubsequences: false)
        guard names.count == 3, names[0] == "R",
            let accepted = item.text("acceptedAt").flatMap({ Timestamp(parsing: $0, .iso8601) })
        else { return nil }
        (sender, reference, acceptedAt) = (String(names[1]), String(names[2]), accepted)
        transactionID = item.text("transactionID").flatMap(TransactionID.init)
        body = item["body"]?.bytes
        self.item = item
    }

    var key: Item { MessageRecord.referenceKey(sender, reference) }

    /// What stays under the reference when the message stands under its number.
    func answered(_ id: TransactionID) -> Item {
        key.merging([
            "acceptedAt": .s(acceptedAt.text), "transactionID": .s(id.text),
        ]) { $1 }
    }

    /// The message under its number, and where its body is if that has been put there since.
    func record(_ id: TransactionID, _ stored: StoredBody?) -> MessageRecord? {
        var item = item
        item["transactionID"] = .s(id.text)
        if let stored {
            item["bodyKey"] = .s(stored.key)
            item["bodyVersion"] = stored.version.map { .s($0) }
        }
        return MessageRecord(item)
    }
}

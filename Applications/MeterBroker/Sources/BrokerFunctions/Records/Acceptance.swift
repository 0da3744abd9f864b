import DynamoDBInterface
import MeterBroker
import Wire

/// The hub's answer to a sender's reference: given once, repeated ever after.
struct Acceptance: Sendable {
    let transactionID: String
    let acceptedAt: String
    private(set) var record: MessageRecord?

    init(_ record: MessageRecord) {
        transactionID = record.transactionID.text
        acceptedAt = record.acceptedAt.text
    }

    init?(_ item: Item) {
        guard let id = item.text("transactionID"), let accepted = item.text("acceptedAt") else { return nil }
        (transactionID, acceptedAt) = (id, accepted)
    }

    func with(_ record: MessageRecord) -> Acceptance {
        var copy = self
        copy.record = record
        return copy
    }

    func item(_ record: MessageRecord) -> Item {
        var item = MessageRecord.referenceKey(record.sender, record.reference)
        item["transactionID"] = .s(transactionID)
        item["acceptedAt"] = .s(acceptedAt)
        return item
    }
}

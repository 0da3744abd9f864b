import DynamoDBInterface
import MeterBroker
import Wire

/// One message and one receiver: whether it has it, and what was tried.
struct DeliveryRecord: Sendable {
    enum Status: String { case pending, delivered, dead }

    let receiver: String
    /// The receiver's messages stand in this order.
    let order: String
    let transactionID: TransactionID
    let acceptedAt: Timestamp
    /// When the message was first to go to this receiver: on acceptance, or when a resend was asked for.
    let dueSince: Timestamp
    let isReplay: Bool
    let meter: String?
    let series: String?
    let correlationID: String?
    let publicationID: String
    let bodyKey: String
    let bytes: Int
    var status = Status.pending
    /// Attempts that reached the receiver.
    var counted = 0
    var attempts = 0
    var deliveredAt: String?
    var reason: String?
    /// Not to be tried before, in milliseconds.
    var notBefore = 0

    init(_ message: MessageRecord, receiver: String) {
        self.init(message, receiver: receiver, order: message.order, dueSince: message.acceptedAt, isReplay: false)
    }

    /// A further copy for a receiver that asked for it.
    init(replaying message: MessageRecord, receiver: String, at now: Timestamp, publicationID: String) {
        let order = "\(now.text)#\(message.transactionID.text)#\(publicationID)"
        self.init(message, receiver: receiver, order: order, dueSince: now, isReplay: true)
    }

    private init(
        _ message: MessageRecord, receiver: String, order: String, dueSince: Timestamp, isReplay: Bool
    ) {
        self.receiver = receiver
        self.order = order
        self.dueSince = dueSince
        self.isReplay = isReplay
        transactionID = message.transactionID
        acceptedAt = message.acceptedAt
        meter = message.meter
        series = message.series
        correlationID = message.correlationID
        publicationID = message.publicationID
        bodyKey = message.bodyKey
        bytes = message.bytes
    }

    var key: Item { ["receiver": .s(receiver), "order": .s(order)] }
    /// The day to whose tally the delivery belongs.
    var day: String { dueSince.day }

    static func open(_ status: Status, _ receiver: String) -> Value {
        .s("\(status.rawValue)#\(receiver)")
    }

    var item: Item {
        var item = key
        item["transactionID"] = .s(transactionID.text)
        item["acceptedAt"] = .s(acceptedAt.text)
        item["dueSince"] = .s(dueSince.text)
        item["replay"] = .bool(isReplay)
        item["publicationID"] = .s(publicationID)
        item["bodyKey"] = .s(bodyKey)
        item["bytes"] = .number(bytes)
        item["status"] = .s(status.rawValue)
        item["counted"] = .number(counted)
        item["attempts"] = .number(attempts)
        item["notBefore"] = .number(notBefore)
        if status != .delivered { item["open"] = Self.open(status, receiver) }
        if let meter { item["meter"] = .s(meter) }
        if let series { item["series"] = .s(series) }
        if let correlationID { item["correlationID"] = .s(correlationID) }
        if let deliveredAt { item["deliveredAt"] = .s(deliveredAt) }
        if let reason { item["reason"] = .s(reason) }
        return item
    }

    init?(_ item: Item) {
        guard let receiver = item.text("receiver"), let order = item.text("order"),
            let id = item.text("transactionID").flatMap(TransactionID.init),
            let accepted = item.text("acceptedAt").flatMap({ Timestamp(parsing: $0, .iso8601) }),
            let due = item.text("dueSince").flatMap({ Timestamp(parsing: $0, .iso8601) }),
            let status = item.text("status").flatMap(Status.init), let bodyKey = item.text("bodyKey")
        else { return nil }
        (self.receiver, self.order, transactionID, self.bodyKey) = (receiver, order, id, bodyKey)
        (acceptedAt, dueSince, self.status) = (accepted, due, status)
        isReplay = item.flag("replay")
        meter = item.text("meter")
        series = item.text("series")
        correlationID = item.text("correlationID")
        publicationID = item.text("publicationID") ?? ""
        bytes = item.number("bytes") ?? 0
        counted = item.number("counted") ?? 0
        attempts = item.number("attempts") ?? 0
        notBefore = item.number("notBefore") ?? 0
        deliveredAt = item.text("deliveredAt")
        reason = item.text("reason")
    }

    var stamp: HubStamp {
        HubStamp(
            transactionID: transactionID, acceptedAt: acceptedAt, publicationID: publicationID,
            correlationID: correlationID, isReplay: isReplay)
    }

    var json: JSON {
        [
            "receiver": .string(receiver), "deliveryID": .string(order),
            "transactionID": .string(transactionID.text), "status": .string(status.rawValue),
            "acceptedAt": .string(acceptedAt.text), "replayIndicator": .bool(isReplay),
            "attempts": .number(String(attempts)), "meter": meter.map(JSON.string) ?? .null,
            "deliveredAt": deliveredAt.map(JSON.string) ?? .null, "reason": reason.map(JSON.string) ?? .null,
        ]
    }
}

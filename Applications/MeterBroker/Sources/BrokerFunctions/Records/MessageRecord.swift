import DynamoDBInterface
import MeterBroker
import Wire

/// What the hub keeps of a message besides its body; written once, when the message is accepted.
struct MessageRecord: Sendable {
    /// Its sequence is 0 until a number is taken for it.
    let transactionID: TransactionID
    let reference: String
    let acceptedAt: Timestamp
    let interfaceID: String
    let meter: String?
    let date: String?
    /// Names all versions of the same readings.
    let series: String?
    let correlationID: String?
    let publicationID: String
    let bodyKey: String
    let bodyVersion: String?
    let bytes: Int
    /// Whom the sender named, and the distributor.
    let named: [String]
    /// Whom the message was addressed to; nil while it has not been routed.
    var routedTo: [String]?
    var routedAt: String?
    /// The keys of its further copies, which were asked for.
    var replays: [Item] = []

    var sender: String { transactionID.sender.digits }
    /// Orders messages by the time at which they were accepted.
    var order: String { "\(acceptedAt.text)#\(transactionID.text)" }
    var day: String { acceptedAt.day }

    static func key(_ id: String) -> Item { ["id": .s("M#\(id)")] }
    static func referenceKey(_ sender: String, _ reference: String) -> Item {
        ["id": .s("R#\(sender)#\(reference)")]
    }
    static func counterKey(_ sender: String) -> Item { ["id": .s("S#\(sender)")] }

    /// Messages that wait to be routed are spread over so many partitions of their index.
    static let outboxShards = 4
    var outboxShard: Int { transactionID.sequence % Self.outboxShards }

    var item: Item {
        var item = unnumbered.merging(Self.key(transactionID.text)) { $1 }
        item["transactionID"] = .s(transactionID.text)
        item["order"] = .s(order)
        item["outbox"] = .s("outbox#\(outboxShard)")
        item["readings"] = nil
        if let series { item["series"] = .s(series) }
        return item
    }

    /// What does not depend on the message's number.
    var unnumbered: Item {
        var item: Item = [:]
        item["reference"] = .s(reference)
        item["acceptedAt"] = .s(acceptedAt.text)
        item["interfaceID"] = .s(interfaceID)
        item["publicationID"] = .s(publicationID)
        item["bodyKey"] = .s(bodyKey)
        item["bytes"] = .number(bytes)
        item["named"] = .l(named.map { .s($0) })
        if let meter { item["meter"] = .s(meter) }
        if let date { item["date"] = .s(date) }
        // Under a name of its own, so that the claim does not stand among the versions of the readings.
        if let series { item["readings"] = .s(series) }
        if let correlationID { item["correlationID"] = .s(correlationID) }
        if let bodyVersion { item["bodyVersion"] = .s(bodyVersion) }
        return item
    }

    init?(_ item: Item) {
        guard let id = item.text("transactionID").flatMap(TransactionID.init),
            let accepted = item.text("acceptedAt").flatMap({ Timestamp(parsing: $0, .iso8601) }),
            let bodyKey = item.text("bodyKey")
        else { return nil }
        transactionID = id
        acceptedAt = accepted
        self.bodyKey = bodyKey
        reference = item.text("reference") ?? ""
        interfaceID = item.text("interfaceID") ?? ""
        meter = item.text("meter")
        date = item.text("date")
        series = item.text("series") ?? item.text("readings")
        correlationID = item.text("correlationID")
        publicationID = item.text("publicationID") ?? ""
        bodyVersion = item.text("bodyVersion")
        bytes = item.number("bytes") ?? 0
        named = item.texts("named")
        routedTo = item["outbox"] == nil ? item.texts("routedTo") : nil
        routedAt = item.text("routedAt")
        replays = item.texts("replays").compactMap { text in
            let names = text.split(separator: " ", maxSplits: 1)
            return names.count == 2 ? ["receiver": .s(String(names[0])), "order": .s(String(names[1]))] : nil
        }
    }

    /// A message that has no number yet.
    init(_ message: MeterMessage, acceptedAt: Timestamp, publicationID: String, body: StoredBody) {
        transactionID = TransactionID(sender: message.sender, sequence: 0)
        self.acceptedAt = acceptedAt
        self.publicationID = publicationID
        reference = message.reference
        interfaceID = message.interfaceID
        meter = message.meter?.digits
        date = message.meter == nil ? nil : message.series.first?.readings.date.text
        series = message.meter == nil ? nil : message.series.first?.name
        correlationID = message.correlationID
        bodyKey = body.key
        bodyVersion = body.version
        bytes = body.bytes
        named = message.receivers(Registration()).map(\.digits)
    }

    /// What the event says: where the body is, and a small body itself besides.
    func pointer(with body: [UInt8]? = nil) -> JSON {
        [
            "transactionID": .string(transactionID.text), "sender": .string(sender), "order": .string(order),
            "bodyKey": .string(bodyKey), "bytes": .number(String(bytes)),
            "meter": meter.map(JSON.string) ?? .null,
            "body": body.map { .string(Base64.encoded($0)) } ?? .null,
        ]
    }
}

/// A body in the archive.
struct StoredBody: Sendable {
    let key: String
    let version: String?
    let bytes: Int
}

extension MessageRecord {
    /// The message that a delivery carries, with what a further delivery needs of it.
    init(_ delivery: DeliveryRecord) {
        transactionID = delivery.transactionID
        acceptedAt = delivery.acceptedAt
        meter = delivery.meter
        series = delivery.series
        correlationID = delivery.correlationID
        publicationID = delivery.publicationID
        bodyKey = delivery.bodyKey
        bytes = delivery.bytes
        (reference, interfaceID, date, bodyVersion) = ("", "", nil, nil)
        (named, routedTo, routedAt) = ([], [delivery.receiver], nil)
    }
}

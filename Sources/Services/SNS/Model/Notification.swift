internal import EventPattern
internal import Kernel
internal import Wire

/// A publication on its way: all that its copies share is encoded once.
struct Notification: Sendable {
    static let userAgent = "Amazon Simple Notification Service Agent"

    let publication: Publication
    let topic: StoredTopic
    private let signatures: [String: String]
    private let certificateURL: String
    /// The envelope up to the link that differs from copy to copy, by body.
    private var heads: [String: String] = [:]
    private let tail: String
    private let rawParameters: JSON
    private let plainParameters: JSON
    /// What raw copies to queues have in common: a delivery without target and payload. Copies of a FIFO
    /// topic each stand in a line of their subscription's.
    let sharedByRawCopies: Delivery
    /// The same of copies in an envelope.
    let sharedByEnvelopes: Delivery
    private let attributeEvent: [UInt8]?
    /// Whether it is logged what becomes of any copies.
    private let isLogged: Bool

    /// Signs unless `key` is nil, which stands for a topic whose copies are not signed.
    init(_ publication: Publication, topic: StoredTopic, key: SigningKeys.Named?) throws {
        self.publication = publication
        self.topic = topic
        var signatures: [String: String] = [:]
        if let key {
            for body in Set(TransportProtocol.allCases.map(publication.body)) {
                signatures[body] = try key.signature(
                    of: Self.canonical(publication, body: body, topic.arn), version2: topic.signsWithSHA256)
            }
        }
        self.signatures = signatures
        certificateURL = key?.certificateURL(publication.endpoint) ?? ""
        tail = String(decoding: Self.tail(publication.attributes), as: UTF8.self)
        var shared = JSONObject()
        shared["MessageGroupId"] = publication.groupID.map { .string($0) }
        plainParameters = .object(shared)
        if !publication.attributes.isEmpty {
            shared["MessageAttributes"] = .object(Self.queueAttributes(publication.attributes))
        }
        rawParameters = .object(shared)
        sharedByRawCopies = Self.shared(by: publication, topic, rawParameters)
        sharedByEnvelopes = Self.shared(by: publication, topic, plainParameters)
        attributeEvent = FilterPolicy.event(of: publication.attributes.map(\.forFilter))
        isLogged = topic.attributes.contains { DeliveryStatus.isRole($0.key) && !$0.value.isEmpty }
        // Where nothing is signed, as good as all copies go without an envelope.
        guard key != nil || topic.isFIFO else { return }
        for body in Set(TransportProtocol.allCases.map(publication.body)) {
            heads[body] = String(decoding: head(body), as: UTF8.self)
        }
    }

    private static func shared(
        by publication: Publication, _ topic: StoredTopic, _ parameters: JSON
    ) -> Delivery {
        var delivery = Delivery(
            id: publication.id, target: "", action: "sqs:SendMessage", payload: [], parameters: parameters,
            source: topic.arn, trace: publication.trace)
        delivery.flow = publication.flow
        if topic.isFIFO { delivery.orderingKey = publication.groupID ?? "" }
        return delivery
    }

    private static func canonical(_ publication: Publication, body: String, _ topicARN: String) -> [UInt8] {
        var fields = [(name: "Message", value: body), (name: "MessageId", value: publication.id)]
        if let subject = publication.subject { fields.append((name: "Subject", value: subject)) }
        fields.append((name: "Timestamp", value: Envelope.timestamp(publication.publishedAt)))
        fields.append((name: "TopicArn", value: topicARN))
        fields.append((name: "Type", value: "Notification"))
        return Envelope.canonical(fields)
    }

    private func head(_ body: String) -> [UInt8] {
        var out: [UInt8] = [UInt8(ascii: "{")]
        Envelope.append("Type", "Notification", to: &out)
        Envelope.append("MessageId", publication.id, to: &out)
        if let sequence = publication.sequence { Envelope.append("SequenceNumber", sequence, to: &out) }
        Envelope.append("TopicArn", topic.arn, to: &out)
        if let subject = publication.subject { Envelope.append("Subject", subject, to: &out) }
        Envelope.append("Message", body, to: &out)
        Envelope.append("Timestamp", Envelope.timestamp(publication.publishedAt), to: &out)
        if let signature = signatures[body] {
            Envelope.append("SignatureVersion", topic.signsWithSHA256 ? "2" : "1", to: &out)
            Envelope.append("Signature", signature, to: &out)
            Envelope.append("SigningCertURL", certificateURL, to: &out)
        }
        out += ",\n  \"UnsubscribeURL\" : \"".utf8
        out += unsubscribePrefix.utf8
        return out
    }

    func unsubscribeURL(of subscriber: Subscriber) -> String { unsubscribePrefix + subscriber.arn }

    private var unsubscribePrefix: String { "\(publication.endpoint)/?Action=Unsubscribe&SubscriptionArn=" }

    private static func tail(_ attributes: [PublishedAttribute]) -> [UInt8] {
        var out: [UInt8] = [UInt8(ascii: "\"")]
        if !attributes.isEmpty {
            out += ",\n  \"MessageAttributes\" : {".utf8
            for (index, attribute) in attributes.enumerated() {
                out += (index == 0 ? "\n    " : ",\n    ").utf8
                JSON.write(string: attribute.name, to: &out)
                out += " : {\"Type\":".utf8
                JSON.write(string: attribute.dataType, to: &out)
                out += ",\"Value\":".utf8
                JSON.write(string: attribute.value, to: &out)
                out.append(UInt8(ascii: "}"))
            }
            out += "\n  }".utf8
        }
        out += "\n}".utf8
        return out
    }

    private static func queueAttributes(_ attributes: [PublishedAttribute]) -> JSONObject {
        var object = JSONObject()
        for attribute in attributes {
            object[attribute.name] = [
                "DataType": .string(attribute.dataType),
                attribute.isBinary ? "BinaryValue" : "StringValue": .string(attribute.value),
            ]
        }
        return object
    }
}

extension Notification {
    /// Whether the subscriber's filter lets the message pass.
    func passes(_ subscriber: Subscriber) -> Bool {
        guard let filter = subscriber.filter else { return true }
        switch filter.scope {
        case .messageAttributes: return attributeEvent.map { filter.pattern.matches($0) } ?? false
        case .messageBody:
            return filter.matches(body: Array(publication.body(for: subscriber.transport).utf8))
        }
    }

    /// The copy for a subscriber.
    func delivery(to subscriber: Subscriber, id: String) -> Delivery {
        var delivery =
            switch subscriber.transport {
            case .sqs: queueDelivery(to: subscriber, id: id)
            case .lambda:
                Delivery(
                    id: id, target: subscriber.endpoint, action: "lambda:InvokeFunction",
                    payload: event(for: subscriber), source: topic.arn, trace: publication.trace)
            case .http, .https, .email, .emailJSON, .sms, .application:
                // People's messages depart on a way of their own.
                webDelivery(to: subscriber, id: id)
            }
        delivery.flow = publication.flow
        delivery.feedback = loggedCopy(to: subscriber)?.json
        delivery.retry = subscriber.retry
        delivery.deadLetter = subscriber.deadLetter
        // The queue of dead letters gets what a queue would have got, not the event of a function.
        if subscriber.transport == .lambda, subscriber.deadLetter != nil {
            delivery.deadLetterPayload = payload(for: subscriber)
        }
        if let group = publication.groupID, topic.isFIFO {
            delivery.orderingKey = "\(subscriber.arn):\(group)"
        }
        return delivery
    }

    /// What the log of deliveries needs of a copy; nil where there is none.
    func loggedCopy(to subscriber: Subscriber) -> StatusEntry.Copy? {
        guard isLogged, let medium = subscriber.transport.logged,
            DeliveryStatus(topic.attributes, of: medium) != nil
        else { return nil }
        return StatusEntry.Copy(publication, over: subscriber.transport)
    }

    private func queueDelivery(to subscriber: Subscriber, id: String) -> Delivery {
        var parameters = subscriber.isRaw ? rawParameters : plainParameters
        if let deduplication = publication.deduplicationID, subscriber.endpoint.hasSuffix(".fifo"),
            case .object(var object) = parameters
        {
            object["MessageDeduplicationId"] = .string(deduplication)
            parameters = .object(object)
        }
        return Delivery(
            id: id, target: subscriber.endpoint, action: "sqs:SendMessage", payload: payload(for: subscriber),
            parameters: parameters, source: topic.arn, trace: publication.trace)
    }

    private func webDelivery(to subscriber: Subscriber, id: String) -> Delivery {
        var headers = WebHeaders(
            type: "Notification", messageID: publication.id, topicARN: topic.arn,
            contentType: subscriber.contentType)
        headers.subscriptionARN = subscriber.arn
        headers.isRaw = subscriber.isRaw
        headers.maxReceivesPerSecond = subscriber.maxReceivesPerSecond
        return Delivery(
            id: id, target: subscriber.endpoint, action: "sns:Deliver", payload: payload(for: subscriber),
            parameters: headers.parameters, source: topic.arn, trace: publication.trace)
    }

    func payload(for subscriber: Subscriber) -> [UInt8] {
        let body = publication.body(for: subscriber.transport)
        guard !subscriber.isRaw else { return Array(body.utf8) }
        return Array(envelope(envelopeHead(body), for: subscriber).utf8)
    }

    /// The text of an envelope up to the link that differs from copy to copy.
    func envelopeHead(_ body: String) -> String {
        heads[body] ?? String(decoding: head(body), as: UTF8.self)
    }

    /// The copy in an envelope.
    func envelope(_ head: String, for subscriber: Subscriber) -> String {
        var out = ""
        out.reserveCapacity(head.utf8.count + subscriber.arn.utf8.count + tail.utf8.count)
        out += head
        out += subscriber.arn
        out += tail
        return out
    }

    /// The event that a function is invoked with.
    private func event(for subscriber: Subscriber) -> [UInt8] {
        let body = publication.body(for: subscriber.transport)
        var attributes = JSONObject()
        for attribute in publication.attributes {
            attributes[attribute.name] = [
                "Type": .string(attribute.dataType), "Value": .string(attribute.value),
            ]
        }
        let message: JSON = [
            "Type": "Notification", "MessageId": .string(publication.id), "TopicArn": .string(topic.arn),
            "Subject": publication.subject.map { .string($0) } ?? .null, "Message": .string(body),
            "Timestamp": .string(Envelope.timestamp(publication.publishedAt)),
            "SignatureVersion": topic.signsWithSHA256 ? "2" : "1",
            "Signature": .string(signatures[body] ?? ""),
            "SigningCertUrl": .string(certificateURL),
            "UnsubscribeUrl": .string(unsubscribePrefix + subscriber.arn),
            "MessageAttributes": .object(attributes),
        ]
        let record: JSON = [
            "EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": .string(subscriber.arn),
            "Sns": message,
        ]
        return JSON.object(["Records": [record]]).utf8
    }
}

/// The header fields of a request to a web endpoint.
struct WebHeaders {
    let type: String
    let messageID: String
    let topicARN: String
    let contentType: String
    var subscriptionARN: String?
    var isRaw = false
    var maxReceivesPerSecond: Int?

    /// The fields in the form that the courier carries.
    var parameters: JSON {
        var headers: JSONObject = [
            "x-amz-sns-message-type": .string(type), "x-amz-sns-message-id": .string(messageID),
            "x-amz-sns-topic-arn": .string(topicARN),
        ]
        headers["x-amz-sns-subscription-arn"] = subscriptionARN.map { .string($0) }
        if isRaw { headers["x-amz-sns-rawdelivery"] = "true" }
        headers["Content-Type"] = .string(contentType)
        headers["User-Agent"] = .string(Notification.userAgent)
        var parameters: JSONObject = ["Method": "POST", "Headers": .object(headers)]
        if let maxReceivesPerSecond, let subscriptionARN {
            parameters["RatePerSecond"] = .number(String(maxReceivesPerSecond))
            parameters["RateKey"] = .string(subscriptionARN)
        }
        return .object(parameters)
    }
}

internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Publishes what another service sends to a topic.
    ///
    /// The payload is the message; `Subject`, `MessageStructure`, `MessageAttributes`, `MessageGroupId` and
    /// `MessageDeduplicationId` come as parameters. A few copies are made in the transaction of the sender;
    /// many, and those that must be signed, behind it.
    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        guard let topic = try Topics.named(delivery.target, in: tx) else {
            throw DeliveryFailure.permanent(code: "NotFound", message: "Topic does not exist")
        }
        let draft = try Draft(delivery)
        try draft.check()
        var publication = try draft.publication(for: topic, call)
        if topic.isFIFO, let earlier = try admit(&publication, topic, at: call.now, in: tx) {
            return call.noteArrival(earlier.id, isRepetition: true)
        }
        call.noteArrival(publication.id)
        let snapshot = try topics.current(topic, in: tx)
        // Behind copies that still wait, those of a FIFO topic must wait too.
        guard topic.confirmedCount <= FanOut.receivedCopiesMax, !snapshot.needsSignature,
            let subscribers = snapshot.subscribers,
            try !topic.isFIFO || !FanOuts.isWaiting(topic: topic.id, in: tx)
        else { return try postpone(publication, snapshot, call, in: tx) }
        let notification = try Notification(publication, topic: topic, key: nil)
        try FanOut.send(notification, to: subscribers, call, in: tx)
    }

    /// Tells an endpoint about its subscription: asks it to confirm, or how to take an end back.
    func send(
        _ notice: Notice, to subscription: StoredSubscription, _ topic: StoredTopic, key: SigningKeys.Named,
        call: Call, in tx: borrowing Transaction
    ) throws {
        if subscription.protocol.isMail {
            let isConfirmation = notice.type == "SubscriptionConfirmation"
            let message = SentMessage(
                id: notice.id, medium: .email, recipient: subscription.endpoint,
                subject: isConfirmation ? MailText.confirmationSubject : notice.type,
                content: MailText.confirmation(notice), sentAt: notice.sentAt, source: topic.arn)
            _ = try Self.depart(message, named: topic.attributes["DisplayName"], call, in: tx)
            return
        }
        let payload = try Envelope.confirmation(notice, signedWith: key, version2: topic.signsWithSHA256)
        let policy = Subscriber.policy(of: subscription, over: topic.deliveryPolicy)
        var delivery: Delivery
        if subscription.protocol.isWeb {
            let headers = WebHeaders(
                type: notice.type, messageID: notice.id, topicARN: topic.arn,
                contentType: DeliveryPolicy.defaultContentType)
            delivery = Delivery(
                id: notice.id, target: subscription.endpoint, action: "sns:Deliver", payload: payload,
                parameters: headers.parameters, source: topic.arn, trace: call.trace)
            delivery.retry = policy.retry
        } else {
            delivery = Delivery(
                id: notice.id, target: subscription.endpoint, action: "sqs:SendMessage", payload: payload,
                source: topic.arn, trace: call.trace)
            delivery.retry = DeliveryPolicy.insideRetry
        }
        try call.send(delivery, in: tx)
    }
}

extension Draft {
    init(_ delivery: Delivery) throws {
        guard let message = String(validating: delivery.payload, as: UTF8.self) else {
            throw DeliveryFailure.permanent(code: "InvalidParameter", message: "The message is not UTF-8.")
        }
        self.message = message
        let parameters = delivery.parameters
        subject = parameters["Subject"]?.string
        structure = parameters["MessageStructure"]?.string
        groupID = parameters["MessageGroupId"]?.string
        deduplicationID = parameters["MessageDeduplicationId"]?.string
        var values: [String: MessageAttributeValue] = [:]
        for member in parameters["MessageAttributes"]?.object?.members ?? [] {
            let bytes = member.value["BinaryValue"]?.string.flatMap { Base64.decoded($0) }
            values[member.name] = MessageAttributeValue(
                dataType: member.value["DataType"]?.string ?? "String",
                stringValue: member.value["StringValue"]?.string, binaryValue: bytes)
        }
        attributes = try MessageAttributeRules.checked(values)
    }
}

internal import Kernel
internal import Logging
internal import Store
internal import Wire

/// What goes to people instead of programs.
extension SNS {
    /// Pauses between attempts at a relay, over two hours.
    static let relayRetry = RetryPolicy(
        attemptsMax: 20, ageMax: .seconds(86_400),
        pauses: [.seconds(1), .seconds(10), .seconds(60), .seconds(300), .seconds(600)])

    /// Hands mail to the relay if there is one. Mail without a relay goes to the local mailbox; texts and
    /// pushes, which nothing here carries, are recorded there too.
    @discardableResult
    static func depart(
        _ message: SentMessage, named sender: String? = nil, flow: Flow? = nil, _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws -> StepOutcome {
        if message.medium == .email, let relay = call.kernel.outside.mail {
            var delivery = Delivery(
                id: message.id, target: "mailto:\(message.recipient)", action: "sns:Deliver",
                payload: MailText.document(of: message, from: relay.sender, named: sender),
                source: message.source, trace: call.trace)
            delivery.retry = relayRetry
            delivery.flow = flow
            return try call.send(delivery, in: tx)
        }
        try SentMessages.insert(message, in: tx)
        var outcome = StepOutcome(.done, target: message.recipient)
        outcome.message = "kept for apus mail, not sent"
        guard message.medium != .email else { return outcome }
        let log = call.kernel.log
        tx.afterCommit {
            log.notice(
                "sns: a message (\(message.medium.rawValue)) to \(message.recipient) is recorded, not sent")
        }
        return outcome
    }

    /// The copy of a publication for a person; nil for a subscriber that is a program.
    static func departure(
        of notification: Notification, to subscriber: Subscriber, id: String, sms: [String: String]
    ) -> SentMessage? {
        let publication = notification.publication
        let medium: SentMessage.Medium
        var subject: String?
        let content: String
        switch subscriber.transport {
        case .email:
            medium = .email
            subject = publication.subject ?? MailText.standardSubject
            content = MailText.notification(
                publication.body(for: .email), unsubscribeURL: notification.unsubscribeURL(of: subscriber))
        case .emailJSON:
            medium = .email
            subject = publication.subject ?? MailText.standardSubject
            content = String(decoding: notification.payload(for: subscriber), as: UTF8.self)
        case .sms:
            medium = .sms
            subject = publication.senderID ?? sms["DefaultSenderID"]
            content = publication.body(for: .sms)
        case .application:
            medium = .push
            content = publication.body(forEndpoint: subscriber.endpoint)
        case .sqs, .lambda, .http, .https: return nil
        }
        return SentMessage(
            id: id, medium: medium, recipient: subscriber.endpoint, subject: subject, content: content,
            sentAt: publication.publishedAt, source: notification.topic.arn)
    }

    /// Sends a copy of a publication to a person.
    static func depart(
        _ notification: Notification, to subscriber: Subscriber, _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws -> StepOutcome {
        var outcome = StepOutcome(.lost, target: subscriber.endpoint)
        if subscriber.transport == .application {
            guard let endpoint = try Endpoints.named(subscriber.endpoint, in: tx), endpoint.isEnabled,
                try Endpoints.application(of: endpoint.id, in: tx)?.isEnabled == true
            else {
                outcome.code = "EndpointDisabled"
                outcome.message = "the endpoint or its application is disabled or gone"
                try log(outcome, of: notification, to: subscriber, call, in: tx)
                return outcome
            }
        }
        let sms = subscriber.transport == .sms ? try SMSSettings.of(notification.topic.scope, in: tx) : [:]
        let message = departure(of: notification, to: subscriber, id: call.makeID(), sms: sms)
        guard let message else { return outcome }
        outcome = try depart(
            message, named: notification.topic.attributes["DisplayName"], flow: notification.publication.flow,
            call, in: tx)
        try log(outcome, of: notification, to: subscriber, call, in: tx)
        return outcome
    }

    /// Logs what became of a push, which is recorded and never leaves.
    private static func log(
        _ outcome: StepOutcome, of notification: Notification, to subscriber: Subscriber,
        _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        guard let copy = notification.loggedCopy(to: subscriber) else { return }
        let isSuccess = outcome.state == .done
        let entry = StatusEntry(
            copy: copy, topic: notification.topic.arn, delivery: call.makeID(),
            destination: subscriber.endpoint, attempts: 1, isSuccess: isSuccess, response: outcome.message,
            status: isSuccess ? 200 : 400)
        try log(entry, of: notification.topic, flow: notification.publication.flow, call, in: tx)
    }

    /// What `apus mail` reads: messages behind `?after=`, oldest first.
    static func mailbox(_ request: RouteRequest, _ kernel: Kernel) async throws -> ResponseParts {
        guard kernel.settings.authentication == .open else {
            throw CommonFailure(
                "AccessDenied", status: 403,
                "The mailbox is shown with --auth open only; with --auth enforce set APUS_MAIL_RELAY.")
        }
        let after = request.parts.query.split(separator: "&").first { $0.hasPrefix("after=") }
        let place = after.flatMap { Int64($0.dropFirst("after=".count)) } ?? 0
        let found = try await kernel.store.read { tx in
            try SentMessages.listed(after: place, limit: 100, in: tx)
        }
        let messages = found.map { entry -> JSON in
            let message = entry.message
            return [
                "place": .number(String(entry.place)), "id": .string(message.id),
                "medium": .string(message.medium.rawValue), "recipient": .string(message.recipient),
                "subject": message.subject.map { .string($0) } ?? .null, "content": .string(message.content),
                "source": .string(message.source), "at": .string(Envelope.timestamp(message.sentAt)),
            ]
        }
        return ResponseParts(
            headers: [("Content-Type", "application/json")],
            body: JSON.object(["messages": .array(messages)]).utf8)
    }
}

extension Publication {
    /// Who a text says it is from, as the publisher asked.
    var senderID: String? { attributes.first { $0.name == "AWS.SNS.SMS.SenderID" }?.value }

    /// The message for a device: by its platform where the publisher wrote one for it.
    func body(forEndpoint arn: String) -> String {
        let platform = ARN(arn)?.resource.split(separator: "/").dropFirst().first.map(String.init)
        return platform.flatMap { bodies[$0] } ?? body(for: .application)
    }
}

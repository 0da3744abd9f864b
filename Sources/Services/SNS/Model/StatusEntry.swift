internal import Kernel
internal import Wire

/// One line of a delivery status log.
struct StatusEntry: Sendable {
    /// Bytes of an endpoint's answer that are logged.
    static let answerBytesMax = 1024

    /// What is known of the copy when it is sent: the outcome comes later.
    struct Copy: Sendable {
        let message: String
        let digest: String
        let publishedAt: Instant
        let transport: TransportProtocol

        init(_ publication: Publication, over transport: TransportProtocol) {
            message = publication.id
            digest = Digest.hex(Digest.md5(publication.body(for: transport).utf8))
            publishedAt = publication.publishedAt
            self.transport = transport
        }

        var json: JSON {
            [
                "message": .string(message), "digest": .string(digest),
                "at": .number(String(publishedAt.milliseconds)), "over": .string(transport.rawValue),
            ]
        }

        init?(_ json: JSON) {
            guard let message = json["message"]?.string, let digest = json["digest"]?.string,
                let at = json["at"]?.integer,
                let transport = json["over"]?.string.flatMap({ TransportProtocol(rawValue: $0) })
            else { return nil }
            self.message = message
            self.digest = digest
            publishedAt = Instant(milliseconds: Int64(at))
            self.transport = transport
        }
    }

    let copy: Copy
    let topic: String
    let delivery: String
    let destination: String
    let attempts: Int
    let isSuccess: Bool
    let response: String
    /// Nil where the endpoint gave no answer.
    let status: Int?

    /// The line, at a moment.
    func text(at now: Instant) -> String {
        var delivery: JSONObject = [
            "deliveryId": .string(self.delivery), "destination": .string(destination),
            "providerResponse": .string(response),
            "dwellTimeMs": .number(String(max(0, (now - copy.publishedAt).milliseconds))),
            "attempts": .number(String(attempts)),
        ]
        delivery["statusCode"] = status.map { .number(String($0)) }
        let entry: JSON = [
            "notification": [
                "messageMD5Sum": .string(copy.digest), "messageId": .string(copy.message),
                "topicArn": .string(topic), "timestamp": .string(Self.time(copy.publishedAt)),
            ],
            "delivery": .object(delivery), "status": isSuccess ? "SUCCESS" : "FAILURE",
        ]
        return entry.text
    }

    /// A moment as these logs spell it: a space between date and time, and as many digits of the second's
    /// part as say something, one at least.
    static func time(_ instant: Instant) -> String {
        let whole = Timestamp(milliseconds: Int(instant.seconds) * 1000).text(.iso8601)
        var part = String(1000 + instant.milliseconds % 1000).dropFirst()
        while part.count > 1, part.hasSuffix("0") { part.removeLast() }
        return whole.replacing("T", with: " ").replacing("Z", with: "") + "." + part
    }
}

extension StatusEntry {
    init(_ copy: Copy, of delivery: Delivery, _ ending: DeliveryEnding, request: String) {
        self.copy = copy
        topic = delivery.source
        self.delivery = delivery.id
        destination = delivery.target
        attempts = ending.attempts
        isSuccess = ending.failure == nil
        switch copy.transport {
        case .sqs, .lambda:
            let service = copy.transport.rawValue
            status = Self.status(ending.failure, of: copy.transport)
            var response = JSONObject()
            if let failure = ending.failure {
                let isDenied = failure.code == "NO_PERMISSIONS"
                response["ErrorCode"] = isDenied ? "AccessDenied" : .string(failure.code)
                response["ErrorMessage"] = .string(failure.message)
                response["\(service)RequestId"] = "Unrecoverable"
            } else if copy.transport == .sqs {
                response["sqsRequestId"] = .string(request)
                response["sqsMessageId"] = .string(ending.outcome.name)
            } else {
                response["lambdaRequestId"] = .string(ending.outcome.name)
            }
            self.response = JSON.object(response).text
        case .http, .https, .email, .emailJSON, .sms, .application:
            status = ending.answer?.status
            let body = ending.answer.map { Self.start(of: $0.body) } ?? ""
            response = body.isEmpty ? ending.failure?.message ?? "" : body
        }
    }

    private static func start(of body: [UInt8]) -> String {
        String(decoding: body.prefix(answerBytesMax), as: UTF8.self)
    }

    /// The status that the target's own protocol would have answered.
    private static func status(_ failure: DeliveryFailure?, of transport: TransportProtocol) -> Int {
        guard let failure else { return transport == .lambda ? 202 : 200 }
        let code = failure.code
        if code == "NO_PERMISSIONS" || code.hasPrefix("AccessDenied") { return 403 }
        if code.contains("Throttl") || code.contains("TooManyRequests") { return 429 }
        if failure.isRetryable { return 500 }
        return transport == .lambda && code.contains("NotFound") ? 404 : 400
    }
}

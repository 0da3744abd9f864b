internal import Kernel
internal import SNSInterface
internal import Wire

/// Checks where a subscription points to.
enum EndpointRules {
    static let urlBytesMax = 2048

    static func transport(_ text: String) throws -> TransportProtocol {
        if let known = TransportProtocol(rawValue: text) { return known }
        if TransportProtocol.absent.contains(text) {
            throw NotImplemented("Subscribe with the protocol \(text)")
        }
        throw InvalidParameterException(
            "Invalid parameter: Amazon SNS does not support this protocol string: \(text)")
    }

    static func check(_ endpoint: String, _ transport: TransportProtocol, topic: StoredTopic) throws {
        switch transport {
        case .sqs:
            guard let arn = ARN(endpoint), arn.service == "sqs", !arn.resource.contains(":") else {
                throw InvalidParameterException("Invalid parameter: SQS endpoint ARN")
            }
            guard topic.isFIFO || !arn.resource.hasSuffix(".fifo") else {
                throw InvalidParameterException(
                    "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be "
                        + "subscribed to "
                        + "standard SNS topics")
            }
        case .lambda:
            guard let arn = ARN(endpoint), arn.service == "lambda", arn.resource.hasPrefix("function:") else {
                throw InvalidParameterException("Invalid parameter: Lambda endpoint ARN")
            }
        case .email, .emailJSON:
            guard MailText.isAddress(endpoint) else {
                throw InvalidParameterException("Invalid parameter: Email address")
            }
        case .sms: try PhoneNumber.check(endpoint, "Invalid SMS endpoint: \(endpoint)")
        case .application:
            guard let arn = ARN(endpoint), arn.service == "sns", arn.resource.hasPrefix("endpoint/") else {
                throw InvalidParameterException(
                    "Invalid parameter: Application endpoint arn invalid:\(endpoint)")
            }
        case .http, .https:
            let scheme = transport.rawValue + "://"
            guard endpoint.hasPrefix(scheme) else {
                throw InvalidParameterException(
                    "Invalid parameter: Endpoint must match the specified protocol")
            }
            let isPlain = endpoint.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            guard endpoint.utf8.count > scheme.utf8.count, endpoint.utf8.count <= urlBytesMax, isPlain else {
                throw InvalidParameterException("Invalid parameter: Endpoint")
            }
        }
        if topic.isFIFO, transport != .sqs {
            throw InvalidParameterException("Invalid parameter: Invalid protocol type: \(transport.rawValue)")
        }
    }
}

internal import Kernel
internal import SNSInterface
internal import Wire

/// The attributes of a topic that ask for a log of what became of its copies: by protocol the role in which
/// successes are logged, how many of a hundred of them, and the role in which failures are.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-topic-attributes.html>
struct DeliveryStatus: Sendable, Equatable {
    /// Protocols as the attributes spell them.
    static let media = ["HTTP", "SQS", "Lambda", "Firehose", "Application"]
    /// Successes logged of a hundred where the topic does not say.
    static let sampleStandard = 100

    let successRole: String?
    let successPercent: Int
    let failureRole: String?

    /// What the attributes say of a protocol; nil when nothing of it is logged.
    init?(_ attributes: [String: String], of medium: String) {
        func role(_ kind: String) -> String? {
            attributes["\(medium)\(kind)FeedbackRoleArn"].flatMap { $0.isEmpty ? nil : $0 }
        }
        successRole = role("Success")
        failureRole = role("Failure")
        guard successRole != nil || failureRole != nil else { return nil }
        successPercent =
            attributes["\(medium)SuccessFeedbackSampleRate"].flatMap { Int($0) } ?? Self.sampleStandard
    }

    /// Whether a topic has an attribute of that name.
    static func isAttribute(_ name: String) -> Bool { isRole(name) || isRate(name) }

    /// Whether the attribute is about subscriptions that there are none of here.
    static func isOfFirehose(_ name: String) -> Bool { isAttribute(name) && name.hasPrefix("Firehose") }

    /// Whether the value of the attribute is a role.
    static func isRole(_ name: String) -> Bool {
        // Asked for each attribute of a topic with each message: most names end otherwise.
        guard name.hasSuffix("FeedbackRoleArn") else { return false }
        return media.contains {
            name == "\($0)SuccessFeedbackRoleArn" || name == "\($0)FailureFeedbackRoleArn"
        }
    }

    private static func isRate(_ name: String) -> Bool {
        media.contains { name == "\($0)SuccessFeedbackSampleRate" }
    }

    /// The value as it is kept; empty for none. Nil for one that cannot be.
    static func checked(_ name: String, _ value: String) -> String? {
        guard !value.isEmpty else { return "" }
        if isRate(name) { return Int(value).map { (0...100).contains($0) } == true ? value : nil }
        guard let arn = ARN(value), arn.service == "iam", arn.resource.hasPrefix("role/") else { return nil }
        return value
    }
}

extension TransportProtocol {
    /// The protocol as the attributes of delivery status logs spell it; nil for one that has none.
    var logged: String? {
        switch self {
        case .http, .https: "HTTP"
        case .sqs: "SQS"
        case .lambda: "Lambda"
        case .application: "Application"
        case .email, .emailJSON, .sms: nil
        }
    }
}

internal import SQSInterface

/// What values an attribute of a queue may have.
struct AttributeRule: Sendable {
    enum Values: Sendable {
        case seconds(ClosedRange<Int>)
        case bytes(ClosedRange<Int>)
        case boolean
        case oneOf([String])
        /// A document that its own type reads.
        case document
        case text
        /// Told, never set.
        case told
    }

    let values: Values
    var isFIFOOnly = false

    var isSettable: Bool { if case .told = values { false } else { true } }

    static let all: [String: AttributeRule] = [
        "VisibilityTimeout": AttributeRule(values: .seconds(0...Limit.visibilitySeconds)),
        "MaximumMessageSize": AttributeRule(values: .bytes(1024...Limit.messageBytes)),
        "MessageRetentionPeriod": AttributeRule(values: .seconds(60...1_209_600)),
        "DelaySeconds": AttributeRule(values: .seconds(0...Limit.delaySeconds)),
        "ReceiveMessageWaitTimeSeconds": AttributeRule(values: .seconds(0...Limit.waitSeconds)),
        "Policy": AttributeRule(values: .document),
        "RedrivePolicy": AttributeRule(values: .document),
        "RedriveAllowPolicy": AttributeRule(values: .document),
        "KmsMasterKeyId": AttributeRule(values: .text),
        "KmsDataKeyReusePeriodSeconds": AttributeRule(values: .seconds(60...86_400)),
        "SqsManagedSseEnabled": AttributeRule(values: .boolean),
        "FifoQueue": AttributeRule(values: .boolean),
        "ContentBasedDeduplication": AttributeRule(values: .boolean, isFIFOOnly: true),
        "DeduplicationScope": AttributeRule(values: .oneOf(["messageGroup", "queue"]), isFIFOOnly: true),
        "FifoThroughputLimit": AttributeRule(
            values: .oneOf(["perQueue", "perMessageGroupId"]), isFIFOOnly: true),
        "QueueArn": AttributeRule(values: .told),
        "CreatedTimestamp": AttributeRule(values: .told),
        "LastModifiedTimestamp": AttributeRule(values: .told),
        "ApproximateNumberOfMessages": AttributeRule(values: .told),
        "ApproximateNumberOfMessagesNotVisible": AttributeRule(values: .told),
        "ApproximateNumberOfMessagesDelayed": AttributeRule(values: .told),
    ]

    func check(_ value: String, _ name: String) throws(InvalidAttributeValue) {
        let isValid =
            switch values {
            case .seconds(let range), .bytes(let range): Int(value).map(range.contains) ?? false
            case .boolean: value == "true" || value == "false"
            case .oneOf(let names): names.contains(value)
            case .document, .text: true
            case .told: false
            }
        guard isValid else { throw InvalidAttributeValue("Invalid value for the parameter \(name).") }
    }
}

internal import Policy
internal import SQSInterface

/// The attributes of a queue as its owner set them, and what they mean.
struct QueueAttributes: Sendable {
    /// What was set, by name, as it was spelled.
    private(set) var values: [String: String]
    let isFIFO: Bool
    private(set) var visibilitySeconds = 30
    private(set) var messageBytesMax = Limit.messageBytes
    private(set) var retentionSeconds = 345_600
    private(set) var delaySeconds = 0
    private(set) var waitSeconds = 0
    private(set) var isContentBased = false
    private(set) var deduplicatesByGroup = false
    private(set) var redrive: RedrivePolicy?
    private(set) var redriveAllow: RedriveAllowPolicy?
    private(set) var policy: String?

    /// Reads attributes as `CreateQueue` takes them; the first that is wrong is refused.
    init(creating values: [String: String]) throws {
        let isFIFO = values["FifoQueue"] == "true"
        if let type = values["FifoQueue"], type != "true" {
            throw type == "false"
                ? InvalidAttributeName("Unknown Attribute FifoQueue.") as any Error
                : InvalidAttributeValue("Invalid value for the parameter FifoQueue.") as any Error
        }
        self.init(isFIFO: isFIFO)
        if isFIFO { self.values["FifoQueue"] = "true" }
        var others = values
        others["FifoQueue"] = nil
        try set(others)
    }

    /// Reads attributes back from the store.
    init(stored values: [String: String]) throws {
        self.init(isFIFO: values["FifoQueue"] == "true")
        for (name, value) in values { try apply(name, value) }
    }

    private init(isFIFO: Bool) {
        self.isFIFO = isFIFO
        values = [:]
    }

    /// Changes attributes as `SetQueueAttributes` does: all of them or none.
    mutating func set(_ changes: [String: String]) throws {
        if changes["KmsMasterKeyId"]?.isEmpty == false, changes["SqsManagedSseEnabled"] == "true" {
            throw InvalidAttributeName(
                """
                You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or \
                SQS SSE.
                """)
        }
        var changed = self
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            guard let rule = AttributeRule.all[name], rule.isSettable, isFIFO || !rule.isFIFOOnly else {
                throw InvalidAttributeName("Unknown Attribute \(name).")
            }
            if name == "FifoQueue" {
                guard value == (isFIFO ? "true" : "false") else {
                    throw InvalidAttributeValue(
                        "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."
                    )
                }
                continue
            }
            try rule.check(value, name)
            if name == "Policy" { try Self.checkPolicy(value) }
            try changed.apply(name, value)
        }
        if changed.values["FifoThroughputLimit"] == "perMessageGroupId", !changed.deduplicatesByGroup {
            throw InvalidAttributeValue(
                """
                Invalid value for the parameter FifoThroughputLimit. Reason: \
                The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup.
                """)
        }
        self = changed
    }

    private static func checkPolicy(_ text: String) throws(InvalidAttributeValue) {
        guard !text.isEmpty else { return }
        do throws(PolicyError) {
            _ = try PolicyDocument(parsing: text, kind: .resource)
        } catch {
            throw InvalidAttributeValue("Invalid value for the parameter Policy.")
        }
    }

    private mutating func apply(_ name: String, _ value: String) throws {
        values[name] = value.isEmpty ? nil : value
        switch name {
        case "VisibilityTimeout": visibilitySeconds = Int(value) ?? visibilitySeconds
        case "MaximumMessageSize": messageBytesMax = Int(value) ?? messageBytesMax
        case "MessageRetentionPeriod": retentionSeconds = Int(value) ?? retentionSeconds
        case "DelaySeconds": delaySeconds = Int(value) ?? delaySeconds
        case "ReceiveMessageWaitTimeSeconds": waitSeconds = Int(value) ?? waitSeconds
        case "ContentBasedDeduplication": isContentBased = value == "true"
        case "DeduplicationScope": deduplicatesByGroup = value == "messageGroup"
        case "RedrivePolicy":
            redrive = value.isEmpty ? nil : try RedrivePolicy(parsing: value)
            values[name] = redrive?.text
        case "RedriveAllowPolicy": redriveAllow = value.isEmpty ? nil : try RedriveAllowPolicy(parsing: value)
        case "Policy":
            policy = value.isEmpty ? nil : value
        case "KmsMasterKeyId" where !value.isEmpty: values["SqsManagedSseEnabled"] = "false"
        case "SqsManagedSseEnabled" where value == "true": values["KmsMasterKeyId"] = nil
        default: break
        }
    }

    /// What `GetQueueAttributes` reports besides identity, times and counts.
    var reported: [String: String] {
        var reported = [
            "VisibilityTimeout": String(visibilitySeconds), "MaximumMessageSize": String(messageBytesMax),
            "MessageRetentionPeriod": String(retentionSeconds), "DelaySeconds": String(delaySeconds),
            "ReceiveMessageWaitTimeSeconds": String(waitSeconds), "SqsManagedSseEnabled": "true",
        ]
        if isFIFO {
            reported["FifoQueue"] = "true"
            reported["ContentBasedDeduplication"] = "false"
            reported["DeduplicationScope"] = "queue"
            reported["FifoThroughputLimit"] = "perQueue"
        }
        if values["KmsMasterKeyId"] != nil { reported["KmsDataKeyReusePeriodSeconds"] = "300" }
        reported.merge(values) { _, set in set }
        return reported
    }

    /// The first of `wanted` that differs from what this queue has, for the refusal of `CreateQueue`.
    func difference(from wanted: QueueAttributes, naming names: [String]) -> String? {
        if isFIFO != wanted.isFIFO { return "FifoQueue" }
        let (mine, theirs) = (reported, wanted.reported)
        return names.sorted().first { mine[$0] != theirs[$0] }
    }
}

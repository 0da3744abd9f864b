internal import Kernel

/// The attributes of a topic as `GetTopicAttributes` tells them.
enum TopicReport {
    /// The value of an attribute that was not set.
    static func standard(_ name: String) -> String {
        switch name {
        case "ContentBasedDeduplication", "FifoTopic": "false"
        case "SignatureVersion": "1"
        case "TracingConfig": "PassThrough"
        case "FifoThroughputScope": "Topic"
        default: ""
        }
    }

    static func attributes(of topic: StoredTopic, at now: Instant) -> [String: String] {
        var result = topic.attributes.filter { !$0.value.isEmpty }
        result[ArchivePolicy.sinceName] = nil
        result["BeginningArchiveTime"] = topic.beginningOfArchive(at: now).map(Envelope.timestamp)
        result["TopicArn"] = topic.arn
        result["Owner"] = topic.owner
        result["DisplayName"] = topic.attributes["DisplayName", default: ""]
        result["Policy"] = policy(of: topic)
        result["DeliveryPolicy"] = result["DeliveryPolicy"].map(DeliveryPolicy.told(topicText:))
        result["EffectiveDeliveryPolicy"] = topic.deliveryPolicy.topicText
        result["SubscriptionsConfirmed"] = String(topic.confirmedCount)
        result["SubscriptionsPending"] = String(topic.pendingCount)
        result["SubscriptionsDeleted"] = String(topic.deletedCount)
        if topic.isFIFO {
            result["FifoTopic"] = "true"
            result["ContentBasedDeduplication"] = topic.deduplicatesByContent ? "true" : "false"
        }
        return result
    }

    static func policy(of topic: StoredTopic) -> String {
        if let policy = topic.attributes["Policy"], !policy.isEmpty { return policy }
        return TopicPolicy.initial(arn: topic.arn, owner: topic.owner)
    }
}

internal import EventPattern
internal import Kernel
internal import Wire

/// A confirmed subscription, made ready for copies.
final class Subscriber: Sendable {
    let id: Int64
    let arn: String
    let transport: TransportProtocol
    let endpoint: String
    /// The endpoint where it is a queue.
    let queue: ARN?
    let isRaw: Bool
    let filter: FilterPolicy?
    let retry: RetryPolicy
    let contentType: String
    /// How many notifications a second may leave for it; nil when any number.
    let maxReceivesPerSecond: Int?
    let deadLetter: String?
    /// Whether messages come to it from the archive instead of as copies.
    let isReplaying: Bool

    init(_ stored: StoredSubscription, topicPolicy: DeliveryPolicy) {
        id = stored.id
        arn = stored.arn
        transport = stored.protocol
        endpoint = stored.endpoint
        queue = stored.protocol == .sqs ? ARN(stored.endpoint) : nil
        isRaw = stored.isRaw
        filter = Self.filter(of: stored)
        let policy = Self.policy(of: stored, over: topicPolicy)
        retry = stored.protocol.isWeb ? policy.retry : DeliveryPolicy.insideRetry
        contentType = policy.contentType
        maxReceivesPerSecond = stored.protocol.isWeb ? policy.maxReceivesPerSecond : nil
        deadLetter = Self.deadLetter(of: stored)
        isReplaying = stored.replayStatus == .inProgress
    }

    /// Whether a copy carries the signed envelope.
    var needsEnvelope: Bool { !isRaw }

    private static func filter(of stored: StoredSubscription) -> FilterPolicy? {
        guard let text = stored.attributes["FilterPolicy"] else { return nil }
        let scope =
            stored.attributes["FilterPolicyScope"].flatMap(FilterPolicy.Scope.init) ?? .messageAttributes
        do {
            return try FilterPolicy(parsing: text, scope: scope)
        } catch {
            // It was checked when it was set.
            return nil
        }
    }

    static func policy(of stored: StoredSubscription, over topic: DeliveryPolicy) -> DeliveryPolicy {
        guard let text = stored.attributes["DeliveryPolicy"], !topic.disablesOverrides else { return topic }
        do {
            return try DeliveryPolicy(subscriptionText: text, over: topic, refusalPrefix: "")
        } catch {
            return topic
        }
    }

    private static func deadLetter(of stored: StoredSubscription) -> String? {
        guard let text = stored.attributes["RedrivePolicy"] else { return nil }
        do {
            return try JSON(parsing: text)["deadLetterTargetArn"]?.string
        } catch {
            return nil
        }
    }
}

extension StoredTopic {
    var deliveryPolicy: DeliveryPolicy {
        guard let text = attributes["DeliveryPolicy"], !text.isEmpty else { return DeliveryPolicy() }
        do {
            return try DeliveryPolicy(topicText: text, refusalPrefix: "")
        } catch {
            return DeliveryPolicy()
        }
    }
}

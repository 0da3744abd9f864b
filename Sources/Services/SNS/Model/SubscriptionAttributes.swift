internal import EventPattern
internal import Kernel
internal import SNSInterface
internal import Wire

/// The attributes that a subscription takes, and what values they take.
struct SubscriptionAttributes {
    static let names: Set<String> = [
        "DeliveryPolicy", "FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy",
        "ReplayPolicy",
    ]
    /// Attributes of AWS that nothing here could honour.
    static let absent: Set<String> = ["SubscriptionRoleArn"]

    let topic: StoredTopic
    let `protocol`: TransportProtocol
    /// Whether `Subscribe` asks, which words refusals in another way.
    let isSubscribe: Bool

    private var prefix: String {
        isSubscribe ? "Invalid parameter: Attributes Reason: " : "Invalid parameter: "
    }

    private func invalid(_ reason: String) -> InvalidParameterException {
        InvalidParameterException(prefix + reason)
    }

    /// The attributes with the changes laid over them, each checked; an empty value takes an attribute away.
    func changed(_ current: [String: String], by changes: [String: String]) throws -> [String: String] {
        var result = current
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            if Self.absent.contains(name) { throw NotImplemented("The subscription attribute \(name)") }
            guard Self.names.contains(name) else { throw invalid("AttributeName") }
            let kept = try checked(name, value)
            result[name] = kept.isEmpty ? nil : kept
        }
        try checkFilter(&result)
        return result
    }

    /// The replay that was asked for; nil where none was, or its end.
    func replay(_ changes: [String: String]) throws -> ReplayPolicy? {
        try changes["ReplayPolicy"].flatMap { try ReplayPolicy($0, invalid) }
    }

    private func checked(_ name: String, _ value: String) throws -> String {
        switch name {
        case "RawMessageDelivery":
            let flag = value.lowercased()
            guard flag == "true" || flag == "false" else {
                throw invalid("RawMessageDelivery: Invalid value [\(value)]. Must be true or false.")
            }
            guard flag == "false" || `protocol`.allowsRaw else {
                throw invalid(
                    "Delivery protocol [\(`protocol`.rawValue)] does not support raw message delivery.")
            }
            return flag
        case "FilterPolicyScope":
            guard FilterPolicy.Scope(rawValue: value) != nil else {
                throw invalid(
                    "FilterPolicyScope: Invalid value [\(value)]. Please use either MessageBody or "
                        + "MessageAttributes"
                )
            }
            return value
        case "FilterPolicy": return value == "{}" ? "" : value
        case "ReplayPolicy":
            guard try ReplayPolicy(value, invalid) != nil else { return "" }
            guard topic.archiveRetention != nil else {
                throw invalid("ReplayPolicy: the topic has no ArchivePolicy")
            }
            return value
        case "RedrivePolicy": return value.isEmpty ? "" : try redrivePolicy(value)
        default: return value.isEmpty ? "" : try deliveryPolicy(value)
        }
    }

    private func checkFilter(_ attributes: inout [String: String]) throws {
        guard let text = attributes["FilterPolicy"] else {
            return
        }
        let scope = attributes["FilterPolicyScope"].flatMap(FilterPolicy.Scope.init) ?? .messageAttributes
        do throws(FilterPolicyError) {
            _ = try FilterPolicy(parsing: text, scope: scope)
        } catch {
            throw InvalidParameterException(isSubscribe ? error.subscribeMessage : error.setAttributesMessage)
        }
        attributes["FilterPolicyScope"] = scope.rawValue
    }

    private func redrivePolicy(_ text: String) throws -> String {
        let object: JSONObject?
        do { object = try JSON(parsing: text).object } catch { object = nil }
        guard let object else { throw invalid("RedrivePolicy: failed to parse JSON.") }
        guard let target = object["deadLetterTargetArn"]?.string, let arn = ARN(target), arn.service == "sqs"
        else {
            throw invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn")
        }
        if let unknown = object.names.first(where: { $0 != "deadLetterTargetArn" }) {
            throw invalid("RedrivePolicy: Unexpected member \(unknown)")
        }
        if topic.isFIFO, `protocol` == .sqs, !target.hasSuffix(".fifo") {
            throw invalid(
                "RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.")
        }
        return text
    }

    private func deliveryPolicy(_ text: String) throws -> String {
        guard `protocol`.isWeb else {
            throw invalid("DeliveryPolicy: only supported for HTTP and HTTPS subscriptions")
        }
        _ = try DeliveryPolicy(subscriptionText: text, over: DeliveryPolicy(), refusalPrefix: prefix)
        return text
    }
}

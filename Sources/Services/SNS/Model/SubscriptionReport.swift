/// The attributes of a subscription as `GetSubscriptionAttributes` tells them.
enum SubscriptionReport {
    static func attributes(of subscription: StoredSubscription, _ topic: StoredTopic) -> [String: String] {
        var result = subscription.attributes
        // The scope is told only where there is something to which it applies.
        if result["FilterPolicy"] == nil { result["FilterPolicyScope"] = nil }
        result["SubscriptionArn"] = subscription.arn
        result["TopicArn"] = topic.arn
        result["Owner"] = subscription.owner
        result["Protocol"] = subscription.protocol.rawValue
        result["Endpoint"] = subscription.endpoint
        result["PendingConfirmation"] = subscription.state == .pending ? "true" : "false"
        result["ConfirmationWasAuthenticated"] = subscription.isAuthenticated ? "true" : "false"
        result["RawMessageDelivery"] = subscription.isRaw ? "true" : "false"
        result["SubscriptionPrincipal"] = subscription.principal
        if subscription.protocol.isWeb {
            result["DeliveryPolicy"] = result["DeliveryPolicy"].map(DeliveryPolicy.told(subscriptionText:))
            let policy = Subscriber.policy(of: subscription, over: topic.deliveryPolicy)
            result["EffectiveDeliveryPolicy"] = policy.subscriptionText
        }
        return result
    }
}

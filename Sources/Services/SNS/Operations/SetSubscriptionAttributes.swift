internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    func setSubscriptionAttributes(_ input: SetSubscriptionAttributesInput, _ call: Call) async throws -> Unit
    {
        let arn = try ARNText.subscription(input.subscriptionArn).description
        let change = [input.attributeName: input.attributeValue ?? ""]
        try await call.write { tx in
            var (subscription, topic) = try Self.subscription(arn, in: tx)
            let rules = SubscriptionAttributes(
                topic: topic, protocol: subscription.protocol, isSubscribe: false)
            subscription.attributes = try rules.changed(subscription.attributes, by: change)
            if change["ReplayPolicy"] != nil {
                try self.changeReplay(try rules.replay(change), of: &subscription, in: tx)
            }
            try Subscriptions.update(subscription, in: tx)
            // Counts nothing, but makes what is in memory of the topic outdated.
            try Topics.count(topic.id, in: tx)
            let topicARN = topic.arn
            tx.afterCommit { [topics] in topics.forget(topicARN) }
        }
        return Unit()
    }
}

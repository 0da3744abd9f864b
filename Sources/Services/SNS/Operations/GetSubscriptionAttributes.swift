internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    func getSubscriptionAttributes(
        _ input: GetSubscriptionAttributesInput, _ call: Call
    ) async throws -> GetSubscriptionAttributesOutput {
        let arn = try ARNText.subscription(input.subscriptionArn).description
        let attributes = try await call.read { tx in
            let (subscription, topic) = try Self.subscription(arn, in: tx)
            return SubscriptionReport.attributes(of: subscription, topic)
        }
        return GetSubscriptionAttributesOutput(attributes: attributes)
    }

    /// The subscription of that ARN with its topic, or SNS's word that there is none.
    static func subscription(
        _ arn: String, in tx: borrowing Transaction
    ) throws -> (StoredSubscription, StoredTopic) {
        guard let subscription = try Subscriptions.named(arn, in: tx), subscription.state != .deactivated,
            let topic = try Topics.with(id: subscription.topic, in: tx)
        else { throw NotFoundException("Subscription does not exist") }
        return (subscription, topic)
    }
}

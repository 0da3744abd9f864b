internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    /// Proves with the token from its message that an endpoint wants the messages, or takes an end back.
    func confirmSubscription(
        _ input: ConfirmSubscriptionInput, _ call: Call
    ) async throws -> ConfirmSubscriptionOutput {
        let arn = try ARNText.topicAnywhere(input.topicArn).description
        let isSigned = call.principal.kind != .anonymous
        let isGuarded = input.authenticateOnUnsubscribe?.lowercased() == "true"
        let token = input.token
        if isGuarded, !isSigned {
            throw AuthorizationErrorException("AuthenticateOnUnsubscribe needs an authenticated request")
        }
        let confirmed = try await call.write { tx in
            let topic = try Self.topic(arn, in: tx)
            guard var subscription = try Subscriptions.with(token: token, in: tx),
                subscription.topic == topic.id
            else {
                throw InvalidParameterException("Invalid parameter: Token")
            }
            if subscription.state == .confirmed { return subscription.arn }
            guard let end = subscription.expiresAt, end > call.now else {
                throw InvalidParameterException("Invalid parameter: Token")
            }
            try Topics.count(
                topic.id, confirmed: 1, pending: subscription.state == .pending ? -1 : 0,
                deleted: subscription.state == .deactivated ? -1 : 0, in: tx)
            subscription.state = .confirmed
            subscription.isAuthenticated = isSigned
            subscription.isGuarded = isGuarded
            subscription.expiresAt = nil
            try Subscriptions.update(subscription, in: tx)
            tx.afterCommit { [topics] in topics.forget(arn) }
            return subscription.arn
        }
        return ConfirmSubscriptionOutput(subscriptionArn: confirmed)
    }
}

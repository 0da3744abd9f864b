internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    /// Proves with the token from its message that an endpoint wants the messages, or takes an end back.
    func confirmSubscription(
        _ input: ConfirmSubscriptionInput, _ call: Call
    ) async throws -> ConfirmSubscriptionOutput {
        guard let arn = ARN(input.topicArn), arn.service == "sns" else { throw Self.noSuchTopic }
        let isSigned = call.principal.kind != .anonymous
        let isGuarded = input.authenticateOnUnsubscribe?.lowercased() == "true"
        let token = input.token
        if isGuarded, !isSigned {
            throw AuthorizationErrorException("AuthenticateOnUnsubscribe needs an authenticated request")
        }
        let confirmed = try await call.write { tx in
            guard var subscription = try Subscriptions.with(token: token, in: tx),
                let topic = try Topics.with(id: subscription.topic, in: tx)
            else {
                throw InvalidParameterException("Invalid parameter: Token")
            }
            // The token says which topic it is; of the one that is named only the region counts.
            guard ARN(topic.arn)?.region == arn.region else { throw Self.noSuchTopic }
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
            tx.afterCommit { [topics] in topics.forget(topic.arn) }
            return subscription.arn
        }
        return ConfirmSubscriptionOutput(subscriptionArn: confirmed)
    }

    private static var noSuchTopic: InvalidParameterException {
        InvalidParameterException("Invalid parameter: Topic")
    }
}

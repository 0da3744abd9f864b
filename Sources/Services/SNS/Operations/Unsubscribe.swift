internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Ends a subscription; one that does not exist is not an error. A web endpoint is told how to take it
    /// back.
    func unsubscribe(_ input: UnsubscribeInput, _ call: Call) async throws -> Unit {
        let arn = try ARNText.subscription(input.subscriptionArn).description
        let key = try await signingKeyForEnd(of: arn, call)
        try await call.write { tx in
            guard var subscription = try Subscriptions.named(arn, in: tx), subscription.state != .deactivated,
                let topic = try Topics.with(id: subscription.topic, in: tx)
            else { return }
            if subscription.isGuarded, call.principal.kind == .anonymous {
                throw AuthorizationErrorException("The subscription can be ended by its owner only")
            }
            if subscription.state == .pending {
                throw InvalidParameterException(
                    "Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is "
                        + "pending confirmation"
                )
            }
            tx.afterCommit { [topics] in topics.forget(topic.arn) }
            guard subscription.protocol.isWeb, let key else {
                try Subscriptions.remove(subscription.id, in: tx)
                return try Topics.count(topic.id, confirmed: -1, in: tx)
            }
            let token = self.makeToken()
            let end = call.now + StoredSubscription.tokenLifetime
            subscription.state = .deactivated
            subscription.token = token
            subscription.expiresAt = end
            try Subscriptions.update(subscription, in: tx)
            try Topics.count(topic.id, confirmed: -1, deleted: 1, in: tx)
            try call.schedule("sns", at: end, key: arn, in: tx)
            let notice = Notice.deactivation(
                of: subscription, id: call.makeID(), token: token, sentAt: call.now, endpoint: call.endpoint)
            try self.send(notice, to: subscription, topic, key: key, call: call, in: tx)
        }
        return Unit()
    }

    private func signingKeyForEnd(of arn: String, _ call: Call) async throws -> SigningKeys.Named? {
        let isWeb = try await call.read { tx in try Subscriptions.named(arn, in: tx)?.protocol.isWeb ?? false
        }
        return isWeb ? try await signingKeys.current(kernel) : nil
    }
}

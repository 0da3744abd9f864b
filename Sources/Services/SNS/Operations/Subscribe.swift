internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Sends a topic's messages to an endpoint from now on: at once when the subscriber owns a queue or
    /// function, after confirmation otherwise.
    func subscribe(_ input: SubscribeInput, _ call: Call) async throws -> SubscribeOutput {
        let arn = try ARNText.topic(input.topicArn, call)
        let transport = try EndpointRules.transport(input.protocol)
        guard let endpoint = input.endpoint, !endpoint.isEmpty else {
            throw InvalidParameterException("Invalid parameter: Endpoint")
        }
        let needsToken =
            transport.isWeb || transport.isMail
            || (transport == .sqs && ARN(endpoint)?.account != call.account)
        if transport.isMail, kernel.outside.mail == nil, kernel.settings.authentication == .enforce {
            throw NotImplemented(
                "Subscribe with the protocol \(input.protocol) under --auth enforce without a relay")
        }
        let key = needsToken ? try await signingKeys.current(kernel) : nil
        let wanted = Wanted(
            topicARN: arn.description, transport: transport, endpoint: endpoint,
            attributes: input.attributes ?? [:])
        let subscription = try await call.write { tx in
            let topic = try Self.topic(wanted.topicARN, in: tx)
            try EndpointRules.check(endpoint, transport, topic: topic)
            if transport == .application, try Endpoints.named(endpoint, in: tx) == nil {
                throw InvalidParameterException(
                    "Invalid parameter: Endpoint Reason: Endpoint does not exist for endpoint arn\(endpoint)")
            }
            if let known = try Subscriptions.of(endpoint, transport, topic: topic.id, in: tx),
                let same = try self.repeated(known, topic, wanted, call, in: tx)
            {
                if let key, same.state == .pending { try self.askToConfirm(same, topic, key, call, in: tx) }
                return same
            }
            let made = try self.insert(wanted, topic, needsToken: needsToken, call, in: tx)
            if let key { try self.askToConfirm(made, topic, key, call, in: tx) }
            return made
        }
        let showsARN = subscription.state == .confirmed || input.returnSubscriptionArn == true
        return SubscribeOutput(subscriptionArn: showsARN ? subscription.arn : "pending confirmation")
    }

    private struct Wanted: Sendable {
        let topicARN: String
        let transport: TransportProtocol
        let endpoint: String
        let attributes: [String: String]
    }

    /// The subscription that exists already; nil when it had ended and makes room.
    private func repeated(
        _ known: StoredSubscription, _ topic: StoredTopic, _ wanted: Wanted, _ call: Call,
        in tx: borrowing Transaction
    ) throws -> StoredSubscription? {
        if known.state == .deactivated {
            try Subscriptions.remove(known.id, in: tx)
            try Topics.count(topic.id, deleted: -1, in: tx)
            return nil
        }
        let rules = SubscriptionAttributes(topic: topic, protocol: wanted.transport, isSubscribe: true)
        let asked = try rules.changed([:], by: wanted.attributes)
        for (name, value) in asked where known.attributes[name] != value {
            let isStandard = name == "RawMessageDelivery" && value == "false" && known.attributes[name] == nil
            guard !isStandard else { continue }
            throw InvalidParameterException(
                "Invalid parameter: Attributes Reason: Subscription already exists with different attributes")
        }
        return known
    }

    private func insert(
        _ wanted: Wanted, _ topic: StoredTopic, needsToken: Bool, _ call: Call, in tx: borrowing Transaction
    ) throws -> StoredSubscription {
        let rules = SubscriptionAttributes(topic: topic, protocol: wanted.transport, isSubscribe: true)
        let attributes = try rules.changed([:], by: wanted.attributes)
        let max = topic.isFIFO ? StoredTopic.fifoSubscriptionsMax : StoredTopic.subscriptionsMax
        guard topic.confirmedCount + topic.pendingCount < max else {
            throw SubscriptionLimitExceededException("Subscription limit exceeded for topic \(topic.arn)")
        }
        let end = call.now + StoredSubscription.tokenLifetime
        var made = StoredSubscription(
            id: 0, topic: topic.id, scope: call.scope.id, owner: call.account,
            arn: "\(topic.arn):\(call.makeID())", protocol: wanted.transport, endpoint: wanted.endpoint,
            state: needsToken ? .pending : .confirmed, principal: call.principal.arn,
            isAuthenticated: !needsToken, isGuarded: false, token: needsToken ? makeToken() : nil,
            expiresAt: needsToken ? end : nil, attributes: attributes)
        made.id = try Subscriptions.insert(made, in: tx)
        if let replay = try rules.replay(wanted.attributes) {
            try changeReplay(replay, of: &made, in: tx)
            try Subscriptions.update(made, in: tx)
        }
        if needsToken { try call.schedule("sns", at: end, key: made.arn, in: tx) }
        try Topics.count(topic.id, confirmed: needsToken ? 0 : 1, pending: needsToken ? 1 : 0, in: tx)
        tx.afterCommit { [topics] in topics.forget(wanted.topicARN) }
        return made
    }

    /// A token that nobody guesses.
    func makeToken() -> String { Digest.hex(kernel.entropy.bytes(96)) }

    private func askToConfirm(
        _ subscription: StoredSubscription, _ topic: StoredTopic, _ key: SigningKeys.Named, _ call: Call,
        in tx: borrowing Transaction
    ) throws {
        let notice = Notice.confirmation(
            id: call.makeID(), token: subscription.token ?? "", topicARN: topic.arn, sentAt: call.now,
            endpoint: call.endpoint)
        try send(notice, to: subscription, topic, key: key, call: call, in: tx)
    }
}

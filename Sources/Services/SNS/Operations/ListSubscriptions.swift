internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    func listSubscriptions(_ input: ListSubscriptionsInput, _ call: Call) async throws
        -> ListSubscriptionsOutput
    {
        let question = "subscriptions \(call.scope.id)"
        let place = try Self.place(input.nextToken, for: question).flatMap { Int64($0) } ?? 0
        let found = try await call.read { tx in
            try Subscriptions.listed(owner: call.scope, after: place, limit: Self.pageSize + 1, in: tx)
        }
        let (page, token) = Self.page(found, for: question)
        return ListSubscriptionsOutput(subscriptions: page, nextToken: token)
    }

    /// What a page shows, and where the next one begins.
    static func page(_ found: [StoredSubscription], for question: String) -> ([Subscription], String?) {
        let isMore = found.count > pageSize
        let page = found.prefix(pageSize)
        let token = isMore ? page.last.map { PageToken.encode(["\($0.id)"], for: question) } : nil
        let shown = page.map { stored in
            let state =
                switch stored.state {
                case .confirmed: stored.arn
                case .pending: "PendingConfirmation"
                case .deactivated: "Deleted"
                }
            return Subscription(
                subscriptionArn: state, owner: stored.owner, protocol: stored.protocol.rawValue,
                endpoint: stored.endpoint, topicArn: stored.topicARN)
        }
        return (shown, token)
    }
}

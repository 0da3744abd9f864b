internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    func listSubscriptionsByTopic(
        _ input: ListSubscriptionsByTopicInput, _ call: Call
    ) async throws -> ListSubscriptionsByTopicOutput {
        let arn = try ARNText.topic(input.topicArn, call).description
        let question = "subscriptions \(arn)"
        let place = try Self.place(input.nextToken, for: question).flatMap { Int64($0) } ?? 0
        let found = try await call.read { tx in
            let topic = try Self.topic(arn, in: tx)
            return try Subscriptions.listed(topic: topic.id, after: place, limit: Self.pageSize + 1, in: tx)
        }
        let (page, token) = Self.page(found, for: question)
        return ListSubscriptionsByTopicOutput(subscriptions: page, nextToken: token)
    }
}

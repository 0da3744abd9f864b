internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    func getTopicAttributes(
        _ input: GetTopicAttributesInput, _ call: Call
    ) async throws -> GetTopicAttributesOutput {
        let arn = try ARNText.topic(input.topicArn, call).description
        let topic = try await call.read { tx in try Self.topic(arn, in: tx) }
        return GetTopicAttributesOutput(attributes: TopicReport.attributes(of: topic, at: call.now))
    }

    /// The topic of that ARN, or SNS's word that there is none.
    static func topic(_ arn: String, in tx: borrowing Transaction) throws -> StoredTopic {
        guard let topic = try Topics.named(arn, in: tx) else {
            throw NotFoundException("Topic does not exist")
        }
        return topic
    }
}

internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    func setTopicAttributes(_ input: SetTopicAttributesInput, _ call: Call) async throws -> Unit {
        let arn = try ARNText.topic(input.topicArn, call).description
        let name = input.attributeName
        let value = input.attributeValue ?? ""
        try await change(arn, call) { topic in
            topic.attributes[name] = try TopicAttributes.checked(
                name, value, isFIFO: topic.isFIFO, isCreation: false)
        }
        return Unit()
    }

    /// Changes the attributes of a topic.
    func change(
        _ arn: String, _ call: Call, _ body: @escaping @Sendable (inout StoredTopic) throws -> Void
    ) async throws {
        try await call.write { tx in
            var topic = try Self.topic(arn, in: tx)
            try body(&topic)
            try Topics.update(topic.id, attributes: topic.attributes, in: tx)
            tx.afterCommit { [topics] in topics.forget(arn) }
        }
    }
}

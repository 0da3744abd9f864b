internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Ends a topic and all its subscriptions; one that does not exist is not an error.
    func deleteTopic(_ input: DeleteTopicInput, _ call: Call) async throws -> Unit {
        let arn = try ARNText.topic(input.topicArn, call)
        try await call.write { tx in
            guard let topic = try Topics.named(arn.description, in: tx) else { return }
            guard topic.archiveRetention == nil else {
                throw InvalidStateException(
                    "Invalid state: Cannot delete a topic with an ArchivePolicy; set it to {} first.")
            }
            // However many subscriptions there are, they are removed behind this call.
            try FanOuts.insert(topic, last: 0, publication: nil, in: tx)
            try Topics.retire(topic.id, in: tx)
            try Tags.removeAll(of: arn, in: tx)
            tx.afterCommit { [topics, fanOutSignal] in
                topics.forget(arn.description)
                fanOutSignal.fire()
            }
        }
        return Unit()
    }
}

internal import Kernel
internal import SNSInterface
internal import Wire

extension SNS {
    /// Sends a message to all subscriptions of a topic.
    func publish(_ input: PublishInput, _ call: Call) async throws -> PublishOutput {
        if input.phoneNumber != nil { throw NotImplemented("Publish with PhoneNumber") }
        let (text, parameter) =
            input.topicArn.map { ($0, "TopicArn") } ?? (input.targetArn ?? "", "TargetArn")
        guard input.topicArn != nil || input.targetArn != nil else {
            throw InvalidParameterException(
                "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter")
        }
        let draft = Draft(
            message: input.message, subject: input.subject, structure: input.messageStructure,
            attributes: try MessageAttributeRules.checked(input.messageAttributes),
            groupID: input.messageGroupId,
            deduplicationID: input.messageDeduplicationId)
        if parameter == "TargetArn", ARN(text)?.resource.hasPrefix("endpoint/") == true {
            throw NotImplemented("Publish to a platform endpoint")
        }
        let arn = try ARNText.topic(text, parameter: parameter, call)
        try draft.check()
        let published = try await publish([draft], to: arn, call)
        return PublishOutput(messageId: published.first?.id, sequenceNumber: published.first?.sequence)
    }
}

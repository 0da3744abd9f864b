internal import Kernel
internal import SNSInterface
internal import Wire

extension SNS {
    /// Sends a message to all subscriptions of a topic.
    func publish(_ input: PublishInput, _ call: Call) async throws -> PublishOutput {
        let (text, parameter) =
            input.topicArn.map { ($0, "TopicArn") } ?? (input.targetArn ?? "", "TargetArn")
        let targets = [input.topicArn, input.targetArn, input.phoneNumber].compactMap { $0 }
        guard !targets.isEmpty else {
            throw InvalidParameterException(
                "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter")
        }
        let draft = Draft(
            message: input.message, subject: input.subject, structure: input.messageStructure,
            attributes: try MessageAttributeRules.checked(input.messageAttributes),
            groupID: input.messageGroupId,
            deduplicationID: input.messageDeduplicationId)
        if let number = input.phoneNumber {
            guard targets.count == 1 else {
                throw InvalidParameterException(
                    "Invalid parameter: Only one of TopicArn, TargetArn and PhoneNumber can be given")
            }
            return PublishOutput(messageId: try await publish(draft, toPhone: number, call))
        }
        if parameter == "TargetArn", ARN(text)?.resource.hasPrefix("endpoint/") == true {
            return PublishOutput(messageId: try await publish(draft, toEndpoint: text, call))
        }
        let arn = try ARNText.topic(text, parameter: parameter, call)
        try draft.check()
        let published = try await publish([draft], to: arn, call)
        return PublishOutput(messageId: published.first?.id, sequenceNumber: published.first?.sequence)
    }
}

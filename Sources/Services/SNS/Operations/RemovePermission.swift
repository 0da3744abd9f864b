internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Takes the statement of that label out of the policy of a topic.
    func removePermission(_ input: RemovePermissionInput, _ call: Call) async throws -> Unit {
        let arn = try ARNText.topic(input.topicArn, call).description
        let label = input.label
        try await change(arn, call) { topic in
            topic.attributes["Policy"] = try TopicPolicy.removing(label, from: TopicReport.policy(of: topic))
        }
        return Unit()
    }
}

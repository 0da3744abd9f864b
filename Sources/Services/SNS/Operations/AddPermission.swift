internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Adds a statement to the policy of a topic that lets accounts use it.
    func addPermission(_ input: AddPermissionInput, _ call: Call) async throws -> Unit {
        let arn = try ARNText.topic(input.topicArn, call).description
        let (label, accounts, actions) = (input.label, input.awsAccountId, input.actionName)
        try await change(arn, call) { topic in
            topic.attributes["Policy"] = try TopicPolicy.adding(
                label, accounts: accounts, actions: actions, arn: arn, to: TopicReport.policy(of: topic))
        }
        return Unit()
    }
}

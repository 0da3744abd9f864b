internal import Kernel
internal import Store
internal import Wire

extension SNS {
    /// Requests name topics by ARN or by the name of one to be made, subscriptions by an ARN that begins with
    /// the topic's, which is what permissions are given for.
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        resources.compactMap { named in
            if named.kind == "topicName" { return call.scope.arn("sns", named.value) }
            guard var arn = ARN(named.value) else { return nil }
            if named.kind == "subscription", let colon = arn.resource.firstIndex(of: ":") {
                arn.resource = String(arn.resource[..<colon])
            }
            return arn
        }
    }

    func resourcePolicy(of arn: ARN, in tx: borrowing Transaction) throws -> String? {
        try Topics.named(arn.description, in: tx).map(TopicReport.policy)
    }

    static var resourceTypes: [ResourceType] {
        [
            TopicResource.type, SubscriptionResource.type, TopicPolicyResource.type,
            TopicPolicyResource.inlineType,
        ]
    }
}

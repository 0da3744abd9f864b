internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    static var resourceTypes: [ResourceType] {
        [QueueResource.type, QueuePolicyResource.type, QueuePolicyResource.inlineType]
    }

    /// Queues are named by URL, by name or by ARN.
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        resources.compactMap { resource in
            if resource.kind == "queueName" { return call.scope.arn("sqs", resource.value) }
            if let arn = ARN(resource.value) { return arn }
            return QueueURL(resource.value).map { address in
                ARN(
                    service: "sqs", region: call.region, account: address.account ?? call.account,
                    resource: address.name)
            }
        }
    }

    func resourcePolicy(of arn: ARN, in tx: borrowing Transaction) throws -> String? {
        try queue(of: arn, in: tx)?.attributes.policy
    }
}

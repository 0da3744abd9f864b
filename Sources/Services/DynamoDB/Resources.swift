internal import Kernel
internal import Wire

extension DynamoDB {
    /// Requests name tables by name or ARN; tags name them by ARN.
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        resources.map { resource in
            ARN(resource.value) ?? call.scope.arn(Self.name, "table/\(resource.value)")
        }
    }

    static var resourceTypes: [ResourceType] { [TableResource.type] }
}

internal import Kernel
internal import Wire

extension DynamoDB {
    /// Requests name tables by name or ARN; tags name them by ARN, and iterators begin with their stream's.
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        resources.map { resource in
            let name = String(resource.value.prefix { $0 != "|" })
            return ARN(name) ?? call.scope.arn(Self.name, "table/\(name)")
        }
    }

    static var resourceTypes: [ResourceType] { [TableResource.type] }
}

internal import Kernel
internal import Wire

extension DynamoDB {
    /// Requests name tables by name or ARN; tags name them by ARN, and iterators begin with their stream's.
    /// Who reads an index needs permission for the index, and none for its table.
    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html>
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        let index = resources.first { $0.kind == "index" }?.value
        return resources.filter { $0.kind != "index" }.map { resource in
            let name = String(resource.value.prefix { $0 != "|" })
            var arn = ARN(name) ?? call.scope.arn(Self.name, "table/\(name)")
            if let index { arn.resource += "/index/\(index)" }
            return arn
        }
    }

    static var resourceTypes: [ResourceType] { [TableResource.type] }
}

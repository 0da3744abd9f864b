internal import Kernel
internal import Wire

extension Pipes {
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        resources.compactMap { named in
            named.kind == "pipe" ? StoredPipe.arn(named.value, call.scope) : ARN(named.value)
        }
    }

    static var resourceTypes: [ResourceType] { [PipeResource.type] }
}

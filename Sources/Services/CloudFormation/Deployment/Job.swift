internal import Kernel
internal import Store
internal import Wire

/// One look at a stack in the middle of an operation, with what its steps need.
struct Job: Sendable {
    let service: CloudFormation
    let scope: Scope
    var stack: StackRow
    var operation: StackOperation
    /// What the stack is being brought to, or has when nothing else is meant.
    let definition: Definition
    let types: ResourceTypes
    /// Who acts on the resources.
    let principal: Principal

    var settings: Settings { definition.settings }
    var kernel: Kernel { service.kernel }

    /// A call of its own for each step, so that what it does bears the moment at which it does it.
    func call() -> Kernel.Call {
        Kernel.Call(
            kernel: kernel, scope: scope, principal: principal, operation: "cloudformation",
            endpoint: operation.endpoint)
    }

    func request(
        _ row: ResourceRow, properties: JSON, previous: ResourceRecord?, tags: [String: String]
    ) -> ResourceRequest {
        ResourceRequest(
            call: call(), properties: properties, previous: previous?.properties, logicalID: row.name,
            stackName: stack.name, stackID: stack.arn, generatedName: row.generatedName, tags: tags,
            token: "\(stack.id)-\(operation.marker)-\(row.name)".prefixed(64), deadline: operation.deadline,
            previousTags: previous?.tags ?? [:])
    }
}

extension String {
    /// At most so many bytes of ASCII from the end, where tokens differ.
    func prefixed(_ count: Int) -> String { utf8.count <= count ? self : String(suffix(count)) }
}

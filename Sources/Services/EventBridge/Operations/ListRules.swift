internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func listRules(_ input: ListRulesInput, _ call: Call) async throws -> ListRulesOutput {
        let reference = try BusReference(input.eventBusName, call.scope)
        let prefix = input.namePrefix ?? ""
        let limit = input.limit ?? Self.pageSize
        let question = "rules \(reference.arn) \(prefix)"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx in
            let bus = try Self.bus(reference, call, in: tx)
            return try Rules.listed(bus: bus.id, prefix: prefix, after: place, limit: limit + 1, in: tx)
        }
        let page = Self.page(found, limit: limit, for: question, place: \.name)
        let rules = page.entries.map {
            Rule(
                name: $0.name, arn: $0.arn, eventPattern: $0.pattern, state: $0.state,
                description: $0.description, scheduleExpression: $0.schedule, roleArn: $0.role,
                managedBy: $0.managedBy, eventBusName: reference.name)
        }
        return ListRulesOutput(rules: rules, nextToken: page.token)
    }
}

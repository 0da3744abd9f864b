internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func listTargetsByRule(
        _ input: ListTargetsByRuleInput, _ call: Call
    ) async throws -> ListTargetsByRuleOutput {
        let reference = try BusReference(input.eventBusName, call.scope)
        let limit = input.limit ?? Self.pageSize
        let name = input.rule
        let question = "targets \(reference.arn) \(name)"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx in
            let rule = try Self.rule(name, on: try Self.bus(reference, call, in: tx), in: tx)
            return try Targets.listed(rule: rule.id, after: place, limit: limit + 1, in: tx)
        }
        let page = Self.page(found, limit: limit, for: question, place: \.name)
        return ListTargetsByRuleOutput(targets: page.entries.map(\.definition), nextToken: page.token)
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func listRuleNamesByTarget(
        _ input: ListRuleNamesByTargetInput, _ call: Call
    ) async throws -> ListRuleNamesByTargetOutput {
        let reference = try BusReference(input.eventBusName, call.scope)
        let limit = input.limit ?? Self.pageSize
        let target = input.targetArn
        let question = "names \(reference.arn) \(target)"
        let place = try Self.place(input.nextToken, for: question)
        let found = try await call.read { tx in
            let bus = try Self.bus(reference, call, in: tx)
            return try Targets.ruleNames(target: target, bus: bus.id, after: place, limit: limit + 1, in: tx)
        }
        let page = Self.page(found, limit: limit, for: question, place: \.self)
        return ListRuleNamesByTargetOutput(ruleNames: Array(page.entries), nextToken: page.token)
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func describeRule(_ input: DescribeRuleInput, _ call: Call) async throws -> DescribeRuleOutput {
        let reference = try BusReference(input.eventBusName, call.scope)
        let rule = try await call.read { tx in
            try Self.rule(input.name, on: try Self.bus(reference, call, in: tx), in: tx)
        }
        return DescribeRuleOutput(
            name: rule.name, arn: rule.arn, eventPattern: rule.pattern, scheduleExpression: rule.schedule,
            state: rule.state, description: rule.description, roleArn: rule.role,
            managedBy: rule.managedBy, eventBusName: reference.name, createdBy: rule.createdBy)
    }
}

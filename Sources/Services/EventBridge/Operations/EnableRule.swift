internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func enableRule(_ input: EnableRuleInput, _ call: Call) async throws -> Unit {
        try await change(input.name, on: BusReference(input.eventBusName, call.scope), call) {
            $0.state = StoredRule.enabled
        }
        return Unit()
    }
}

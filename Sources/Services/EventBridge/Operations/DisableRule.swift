internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func disableRule(_ input: DisableRuleInput, _ call: Call) async throws -> Unit {
        try await change(input.name, on: BusReference(input.eventBusName, call.scope), call) {
            $0.state = StoredRule.disabled
        }
        return Unit()
    }
}

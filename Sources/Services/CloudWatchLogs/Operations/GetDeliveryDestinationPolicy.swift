internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    func getDeliveryDestinationPolicy(
        _ input: GetDeliveryDestinationPolicyInput, _ call: Call
    ) async throws -> GetDeliveryDestinationPolicyOutput {
        try await call.read { tx in
            let destination = try DeliveryDestinations.named(
                input.deliveryDestinationName, call.scope, in: tx)
            return GetDeliveryDestinationPolicyOutput(
                policy: .init(deliveryDestinationPolicy: destination.policy))
        }
    }
}

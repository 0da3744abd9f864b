internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    func deleteDeliveryDestinationPolicy(
        _ input: DeleteDeliveryDestinationPolicyInput, _ call: Call
    ) async throws -> Unit {
        try await call.write { tx in
            let destination = try DeliveryDestinations.named(
                input.deliveryDestinationName, call.scope, in: tx)
            try DeliveryDestinations.setPolicy(nil, of: destination.id, in: tx)
            return Unit()
        }
    }
}

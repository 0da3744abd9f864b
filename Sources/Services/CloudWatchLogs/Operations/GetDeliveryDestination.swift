internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    func getDeliveryDestination(
        _ input: GetDeliveryDestinationInput, _ call: Call
    ) async throws -> GetDeliveryDestinationOutput {
        try await call.read { tx in
            let destination = try DeliveryDestinations.named(input.name, call.scope, in: tx)
            return GetDeliveryDestinationOutput(
                deliveryDestination: try Self.described(destination, call, in: tx))
        }
    }
}

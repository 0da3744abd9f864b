internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Removes a destination that no delivery uses, with its policy.
    func deleteDeliveryDestination(
        _ input: DeleteDeliveryDestinationInput, _ call: Call
    ) async throws -> Unit {
        try await call.write { tx in
            let destination = try DeliveryDestinations.named(input.name, call.scope, in: tx)
            guard try !VendedDeliveries.areThere(destination: destination.id, in: tx) else {
                throw ConflictException("The Delivery Destination \(input.name) is used by a Delivery.")
            }
            try DeliveryDestinations.remove(destination.id, in: tx)
            try Tags.removeAll(of: StoredDestination.arn(destination.name, call.scope), in: tx)
            return Unit()
        }
    }
}

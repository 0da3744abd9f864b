internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Removes a source that no delivery uses.
    func deleteDeliverySource(_ input: DeleteDeliverySourceInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let source = try DeliverySources.named(input.name, call.scope, in: tx)
            guard try VendedDeliveries.of(source: source.id, in: tx).isEmpty else {
                throw ConflictException("The Delivery Source \(input.name) is used by a Delivery.")
            }
            try DeliverySources.remove(source.id, in: tx)
            try Tags.removeAll(of: StoredSource.arn(source.name, call.scope), in: tx)
            return Unit()
        }
    }
}

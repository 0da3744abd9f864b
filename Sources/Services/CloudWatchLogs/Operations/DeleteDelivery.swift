internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Ends a delivery. Records that wait for their object are written no more.
    func deleteDelivery(_ input: DeleteDeliveryInput, _ call: Call) async throws -> Unit {
        try await call.write { tx in
            let delivery = try VendedDeliveries.named(input.id, call.scope, in: tx)
            try VendedDeliveries.remove(delivery.id, in: tx)
            try Tags.removeAll(of: StoredDelivery.arn(delivery.name, call.scope), in: tx)
            try ObjectWriting.clear(delivery.id, call, in: tx)
            return Unit()
        }
    }
}

internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    func getDelivery(_ input: GetDeliveryInput, _ call: Call) async throws -> GetDeliveryOutput {
        try await call.read { tx in
            let delivery = try VendedDeliveries.named(input.id, call.scope, in: tx)
            return GetDeliveryOutput(delivery: try Self.described(delivery, call, in: tx))
        }
    }
}

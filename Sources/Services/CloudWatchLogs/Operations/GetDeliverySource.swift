internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    func getDeliverySource(
        _ input: GetDeliverySourceInput, _ call: Call
    ) async throws -> GetDeliverySourceOutput {
        try await call.read { tx in
            let source = try DeliverySources.named(input.name, call.scope, in: tx)
            return GetDeliverySourceOutput(deliverySource: try Self.described(source, call, in: tx))
        }
    }
}

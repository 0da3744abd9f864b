internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Lists the deliveries of the account.
    func describeDeliveries(
        _ input: DescribeDeliveriesInput, _ call: Call
    ) async throws -> DescribeDeliveriesOutput {
        let question = "deliveries"
        let start = try Self.deliveryPlace(input.nextToken, question)
        let limit = input.limit ?? 50
        return try await call.read { tx in
            let found = try VendedDeliveries.listed(call.scope, after: start, limit: limit, in: tx)
            var deliveries: [DeliveryShape] = []
            for delivery in found { deliveries.append(try Self.described(delivery, call, in: tx)) }
            return DescribeDeliveriesOutput(
                deliveries: deliveries, nextToken: Self.token(found.last?.name, found.count, limit, question))
        }
    }
}

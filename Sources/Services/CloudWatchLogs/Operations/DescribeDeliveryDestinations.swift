internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Lists the destinations of the account by name.
    func describeDeliveryDestinations(
        _ input: DescribeDeliveryDestinationsInput, _ call: Call
    ) async throws -> DescribeDeliveryDestinationsOutput {
        let question = "destinations"
        let start = try Self.deliveryPlace(input.nextToken, question)
        let limit = input.limit ?? 50
        return try await call.read { tx in
            let found = try DeliveryDestinations.listed(call.scope, after: start, limit: limit, in: tx)
            var destinations: [DeliveryDestination] = []
            for destination in found {
                destinations.append(try Self.described(destination, call, in: tx))
            }
            return DescribeDeliveryDestinationsOutput(
                deliveryDestinations: destinations,
                nextToken: Self.token(found.last?.name, found.count, limit, question))
        }
    }
}

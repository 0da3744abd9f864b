internal import CloudWatchLogsInterface
internal import Kernel
internal import Wire

extension CloudWatchLogs {
    /// Lists the sources of the account by name.
    func describeDeliverySources(
        _ input: DescribeDeliverySourcesInput, _ call: Call
    ) async throws -> DescribeDeliverySourcesOutput {
        let question = "sources"
        let start = try Self.deliveryPlace(input.nextToken, question)
        let limit = input.limit ?? 50
        return try await call.read { tx in
            let found = try DeliverySources.listed(call.scope, after: start, limit: limit, in: tx)
            var sources: [DeliverySource] = []
            for source in found { sources.append(try Self.described(source, call, in: tx)) }
            return DescribeDeliverySourcesOutput(
                deliverySources: sources,
                nextToken: Self.token(found.last?.name, found.count, limit, question))
        }
    }

    /// The place that a token of a listing of these names; nothing at the beginning.
    static func deliveryPlace(_ token: String?, _ question: String) throws -> String {
        guard let token else { return "" }
        guard let place = PageToken.decode(token, for: question)?.first else {
            throw ValidationException("The specified nextToken is invalid.")
        }
        return place
    }
}

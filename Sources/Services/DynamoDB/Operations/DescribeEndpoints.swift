internal import DynamoDBInterface
internal import Kernel

extension DynamoDB {
    /// Minutes for which clients may keep the endpoint.
    private static let cachePeriodMinutes = 1440

    /// Tells host and port under which the caller reached the server.
    func describeEndpoints(_ input: DescribeEndpointsInput, _ call: Call) async throws
        -> DescribeEndpointsOutput
    {
        let address = call.endpoint.split(separator: "/", omittingEmptySubsequences: true).last.map(
            String.init)
        return DescribeEndpointsOutput(endpoints: [
            Endpoint(address: address ?? call.endpoint, cachePeriodInMinutes: Self.cachePeriodMinutes)
        ])
    }
}

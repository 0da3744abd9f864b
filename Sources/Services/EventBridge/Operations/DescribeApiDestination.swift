internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func describeApiDestination(
        _ input: DescribeApiDestinationInput, _ call: Call
    ) async throws -> DescribeApiDestinationOutput {
        let (destination, state) = try await call.read { tx in
            let destination = try Self.destination(input.name, call, in: tx)
            return (destination, try Self.state(of: destination, in: tx))
        }
        return DescribeApiDestinationOutput(
            apiDestinationArn: destination.arn, name: destination.name, description: destination.description,
            apiDestinationState: state, connectionArn: destination.connection,
            invocationEndpoint: destination.endpoint, httpMethod: destination.method,
            invocationRateLimitPerSecond: destination.rate, creationTime: destination.createdAt.timestamp,
            lastModifiedTime: destination.modifiedAt.timestamp)
    }
}

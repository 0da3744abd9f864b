internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func describeEventSource(
        _ input: DescribeEventSourceInput, _ call: Call
    ) async throws -> DescribeEventSourceOutput {
        let source = try await call.read { tx in try Self.source(input.name, call, in: tx) }
        return DescribeEventSourceOutput(
            arn: source.arn, createdBy: source.name.partner, creationTime: source.createdAt.timestamp,
            expirationTime: source.expiresAt?.timestamp, name: source.name, state: source.state.rawValue)
    }
}

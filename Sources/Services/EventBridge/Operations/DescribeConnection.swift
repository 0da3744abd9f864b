internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Describes a connection without its secrets.
    func describeConnection(
        _ input: DescribeConnectionInput, _ call: Call
    ) async throws -> DescribeConnectionOutput {
        let connection = try await call.read { tx in try Self.connection(input.name, call, in: tx) }
        return DescribeConnectionOutput(
            connectionArn: connection.arn, name: connection.name, description: connection.description,
            connectionState: connection.state.rawValue, stateReason: connection.reason,
            authorizationType: connection.type,
            secretArn: connection.secretARN,
            authParameters: try ConnectionAuthResponseParameters(json: connection.shownParameters.utf8),
            creationTime: connection.createdAt.timestamp, lastModifiedTime: connection.modifiedAt.timestamp,
            lastAuthorizedTime: connection.authorizedAt?.timestamp)
    }
}

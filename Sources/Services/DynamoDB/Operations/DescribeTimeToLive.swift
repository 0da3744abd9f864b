internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Tells which attribute says when items expire, if any.
    func describeTimeToLive(_ input: DescribeTimeToLiveInput, _ call: Call) async throws
        -> DescribeTimeToLiveOutput
    {
        try await call.read { tx in
            let expiry = try namedTable(input.tableName, call, in: tx).expiry
            return DescribeTimeToLiveOutput(
                timeToLiveDescription: TimeToLiveDescription(
                    timeToLiveStatus: expiry == nil ? "DISABLED" : "ENABLED", attributeName: expiry?.attribute
                ))
        }
    }
}

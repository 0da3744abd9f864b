internal import DynamoDBInterface
internal import Kernel
internal import Store

extension DynamoDB {
    /// Tells that point-in-time recovery is off, which it always is until it can be turned on.
    func describeContinuousBackups(
        _ input: DescribeContinuousBackupsInput, _ call: Call
    ) async throws -> DescribeContinuousBackupsOutput {
        try await call.read { tx in
            guard try find(input.tableName, call.scope, in: tx) != nil else {
                throw TableNotFoundException("Table not found: \(Self.tableName(input.tableName))")
            }
            return DescribeContinuousBackupsOutput(
                continuousBackupsDescription: ContinuousBackupsDescription(
                    continuousBackupsStatus: "ENABLED",
                    pointInTimeRecoveryDescription: PointInTimeRecoveryDescription(
                        pointInTimeRecoveryStatus: "DISABLED")))
        }
    }
}

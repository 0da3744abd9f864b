internal import DynamoDBInterface
internal import Kernel

extension DynamoDB {
    /// Tells the default quotas of an account, which are not enforced: capacity is this machine's.
    func describeLimits(_ input: DescribeLimitsInput, _ call: Call) async throws -> DescribeLimitsOutput {
        DescribeLimitsOutput(
            accountMaxReadCapacityUnits: 80_000, accountMaxWriteCapacityUnits: 80_000,
            tableMaxReadCapacityUnits: 40_000, tableMaxWriteCapacityUnits: 40_000)
    }
}

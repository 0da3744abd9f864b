internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// The limits that are kept here.
    func describeAccountLimits(
        _ input: DescribeAccountLimitsInput, _ call: Call
    ) async throws -> DescribeAccountLimitsOutput {
        DescribeAccountLimitsOutput(accountLimits: [
            AccountLimit(name: "StackOutputsLimit", value: TemplateLimits.outputsMax),
            AccountLimit(name: "ConcurrentResourcesLimit", value: Self.operationsMax),
        ])
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func describePartnerEventSource(
        _ input: DescribePartnerEventSourceInput, _ call: Call
    ) async throws -> DescribePartnerEventSourceOutput {
        let name = input.name
        let isOffered = try await call.read { tx in
            try !PartnerSources.offers(of: name, by: call.scope, after: "", limit: 1, in: tx).isEmpty
        }
        guard isOffered else { throw PartnerSource.missing(name) }
        return DescribePartnerEventSourceOutput(arn: PartnerSource.arn(name, call.region), name: name)
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    func describeEventBus(_ input: DescribeEventBusInput, _ call: Call) async throws -> DescribeEventBusOutput
    {
        let reference = try BusReference(input.name, call.scope)
        if reference.isDefault, reference.arn.account == call.account { try await requireDefaultBus(call) }
        let bus = try await call.read { tx in try Self.bus(reference, call, in: tx) }
        return DescribeEventBusOutput(
            name: bus.name, arn: bus.arn, description: bus.description, policy: bus.policy,
            logConfig: bus.logConfig,
            creationTime: bus.createdAt.timestamp, lastModifiedTime: bus.modifiedAt.timestamp)
    }
}

extension StoredBus {
    /// What the bus logs, as it was said.
    var logConfig: LogConfig? {
        logLevel == nil && logDetail == nil ? nil : LogConfig(includeDetail: logDetail, level: logLevel)
    }
}

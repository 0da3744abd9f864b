internal import CloudWatchLogsInterface
public import Kernel
internal import Store
internal import Wire

/// Log groups and streams: what programs say, kept in order of time and searchable by it.
struct CloudWatchLogs: Service, CloudWatchLogsInterface {
    typealias Call = Kernel.Call

    static let namespace = "logs"
    static var migrations: [Migration] { Schema.migrations }

    let kernel: Kernel

    init(kernel: Kernel) {
        self.kernel = kernel
    }

    /// Permissions are for the streams of a group; what names none is for the group's stream without a name.
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        let stream = resources.first { $0.kind == "logStream" }?.value ?? ""
        return resources.filter { $0.kind != "logStream" }.compactMap { named in
            if named.kind.hasPrefix("delivery") {
                return call.scope.arn("logs", "\(named.kind):\(named.value)")
            }
            guard named.kind == "logGroup" else { return ARN(named.value) }
            var arn = Group.arn(Group.name(in: named.value), call.scope)
            arn.resource += ":log-stream:\(stream)"
            return arn
        }
    }

    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        if try ObjectWriting.fire(timer, call, in: tx) { return }
        try Retention.fire(timer, call, in: tx)
    }

    func ask(_ delivery: Delivery, _ call: Call) async throws -> [UInt8] {
        try await ObjectWriting.write(delivery, call)
        return []
    }

    func settled(
        _ delivery: Delivery, _ ending: DeliveryEnding, _ call: Call, in tx: borrowing Transaction
    ) throws {
        try ObjectWriting.settle(delivery, ending, call, in: tx)
    }
}

extension ServiceDescriptor {
    /// CloudWatch Logs.
    public static let cloudWatchLogs = ServiceDescriptor(CloudWatchLogs.self)
}

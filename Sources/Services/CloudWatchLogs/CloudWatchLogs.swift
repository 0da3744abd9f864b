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

    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        resources.compactMap { named in
            named.kind == "logGroup" ? Group.arn(named.value, call.scope) : ARN(named.value)
        }
    }

    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        try Retention.fire(timer, call, in: tx)
    }
}

extension ServiceDescriptor {
    /// CloudWatch Logs.
    public static let cloudWatchLogs = ServiceDescriptor(CloudWatchLogs.self)
}

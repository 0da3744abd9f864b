import Kernel

/// The logs that a kind of resource of another service can have delivered.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html>
struct VendedLog {
    let service: String
    /// The kind of resource, as ARNs spell it.
    let resourceType: String
    let types: [String]
    /// The members of a record, in their order.
    let fields: [String]
    /// The stream of a group that records go to.
    let stream: String
    /// The folder of the account's logs that objects go to.
    let folder: String
    /// The operation that says whether a resource exists, and the member of its input that takes the ARN.
    let describing: (action: String, member: String)

    /// What whoever makes a delivery source must be allowed to do with the resource.
    var action: String { "\(service):AllowVendedLogDeliveryForResource" }

    static let all = [
        VendedLog(
            service: "events", resourceType: "event-bus", types: ["ERROR_LOGS", "INFO_LOGS", "TRACE_LOGS"],
            fields: [
                "resource_arn", "event_bus_name", "request_id", "event_id", "invocation_id",
                "message_timestamp_ms", "message_type", "log_level", "details", "dropped_fields", "error",
            ],
            stream: "EventBridgeEventBusLogs", folder: "EventBusLogs",
            describing: ("events:DescribeEventBus", "Name"))
    ]

    static func of(_ resource: ARN) -> VendedLog? {
        all.first { $0.service == resource.service && resource.resource.hasPrefix("\($0.resourceType)/") }
    }
}

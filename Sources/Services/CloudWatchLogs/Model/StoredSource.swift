import Kernel

/// A delivery source: one type of logs of one resource.
struct StoredSource {
    let id: Int64
    let name: String
    let resource: String
    let logType: String

    static func arn(_ name: String, _ scope: Scope) -> ARN { scope.arn("logs", "delivery-source:\(name)") }
}

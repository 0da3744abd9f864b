import Kernel

/// A delivery destination: the place that deliveries lead to.
struct StoredDestination {
    /// The service that a destination belongs to, as AWS abbreviates it.
    enum Kind: String {
        case group = "CWL"
        case bucket = "S3"
    }

    /// How records are spelled.
    enum Format: String {
        case json
        case plain
    }

    let id: Int64
    let name: String
    let resource: String
    let format: Format?
    let policy: String?

    var kind: Kind { ARN(resource)?.service == "s3" ? .bucket : .group }

    /// The bucket, and the prefix of keys that may follow it in the ARN.
    var bucket: (name: String, prefix: String?) {
        let parts = (ARN(resource)?.resource ?? "").split(separator: "/", maxSplits: 1).map(String.init)
        let prefix = parts.count == 2 ? parts[1].split(separator: "/").joined(separator: "/") : ""
        return (parts.first ?? "", prefix.isEmpty ? nil : prefix)
    }

    static func arn(_ name: String, _ scope: Scope) -> ARN {
        scope.arn("logs", "delivery-destination:\(name)")
    }
}

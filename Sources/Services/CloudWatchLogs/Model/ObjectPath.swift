internal import Kernel
internal import Wire

/// Keys of the objects that deliveries write.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html>
enum ObjectPath {
    static let defaultSuffix = "{region}/{yyyy}/{MM}/{dd}/"
    /// Variables of suffix paths, each with its name where paths are compatible with Hive.
    static let variables = [
        "accountid": "aws-account-id", "region": "region", "yyyy": "year", "MM": "month", "dd": "day",
        "HH": "hour",
    ]

    /// Whether a suffix path has no variables but those that are known.
    static func isValid(_ suffix: String) -> Bool { expanded(suffix, isHive: false) { _ in "" } != nil }

    static func key(
        of delivery: StoredDelivery, _ log: VendedLog, to destination: StoredDestination,
        from resource: ARN, through line: Int64, at now: Instant
    ) -> String {
        let isHive = delivery.configuration.isHive ?? false
        let account = isHive ? "aws-account-id=\(resource.account)" : resource.account
        let prefix = destination.bucket.prefix ?? "AWSLogs/\(account)/\(log.folder)"
        // 2026-01-31T23:59:59.000Z
        let time = now.timestamp.text(.iso8601)
        let digits = time.filter { $0 != "-" && $0 != ":" }
        let suffix = expanded(delivery.configuration.suffixPath ?? defaultSuffix, isHive: isHive) {
            variable in
            switch variable {
            case "accountid": resource.account
            case "region": resource.region
            case "yyyy": String(digits.prefix(4))
            case "MM": String(digits.dropFirst(4).prefix(2))
            case "dd": String(digits.dropFirst(6).prefix(2))
            default: String(digits.dropFirst(9).prefix(2))
            }
        }
        let folder = (prefix + "/" + (suffix ?? "")).split(separator: "/").joined(separator: "/")
        let name = resource.resource.split(separator: "/").dropFirst().joined(separator: "-")
        let hash = Digest.hex(Digest.sha256(Array("\(delivery.name)/\(line)".utf8)).prefix(8))
        let file = [
            resource.account, log.folder, resource.region, name, "\(digits.prefix(13))Z", String(hash),
        ].joined(separator: "_")
        return "\(folder)/\(file).log.gz"
    }

    /// The path with values in the place of variables; nil when it has one that is not known.
    private static func expanded(
        _ suffix: String, isHive: Bool, _ value: (String) -> String
    ) -> String? {
        var out = ""
        var rest = suffix[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else { return nil }
            let variable = String(rest[rest.index(after: open)..<close])
            guard let name = variables[variable] else { return nil }
            out += rest[..<open]
            if isHive { out += "\(name)=" }
            out += value(variable)
            rest = rest[rest.index(after: close)...]
        }
        guard !rest.contains("}") else { return nil }
        return out + rest
    }
}

internal import Kernel
internal import Wire

/// The settings of a stage as templates write them, in terms of patches.
enum StageSettingsProperties {
    private static let methodMembers: [(property: String, path: String)] = [
        ("ThrottlingRateLimit", "throttling/rateLimit"), ("ThrottlingBurstLimit", "throttling/burstLimit"),
        ("LoggingLevel", "logging/loglevel"), ("DataTraceEnabled", "logging/dataTrace"),
        ("MetricsEnabled", "metrics/enabled"), ("CachingEnabled", "caching/enabled"),
    ]

    static func patches(_ properties: JSON, _ previous: JSON?) throws -> [JSON] {
        var patches: [JSON] = []
        var kept: Set<String> = []
        for setting in properties["MethodSettings"]?.array ?? [] {
            let place = place(setting)
            kept.insert(place)
            for name in setting.object?.names ?? []
            where name != "HttpMethod" && name != "ResourcePath"
                && !methodMembers.contains(where: { $0.property == name })
            { throw CommonFailure("ValidationError", "Unsupported property: MethodSettings.\(name)") }
            for (property, path) in methodMembers {
                if let value = Templates.text(setting, property) {
                    patches.append(Templates.replace("/\(place)/\(path)", value))
                }
            }
        }
        for setting in previous?["MethodSettings"]?.array ?? [] where !kept.contains(place(setting)) {
            patches.append(["op": "remove", "path": .string("/\(place(setting))")])
        }
        if let log = properties["AccessLogSetting"] {
            if let arn = Templates.text(log, "DestinationArn") {
                patches.append(Templates.replace("/accessLogSettings/destinationArn", arn))
            }
            if let format = Templates.text(log, "Format") {
                patches.append(Templates.replace("/accessLogSettings/format", format))
            }
        } else if previous?["AccessLogSetting"] != nil {
            patches.append(["op": "remove", "path": "/accessLogSettings"])
        }
        return patches
    }

    /// `/~1meters/GET` in a template is `~1meters/GET` in a patch; `/*` stands for all.
    private static func place(_ setting: JSON) -> String {
        var resource = Templates.text(setting, "ResourcePath") ?? "/*"
        if resource.hasPrefix("/") { resource = String(resource.dropFirst()) }
        if resource.isEmpty { resource = "~1" }
        // A path that was not spelled for a patch begins with its own slash.
        return "\(resource.replacing("/", with: "~1"))/\(Templates.text(setting, "HttpMethod") ?? "*")"
    }
}

internal import APIGatewayInterface
internal import Kernel
internal import Wire

/// What a stage may say about its methods and its access log.
enum StageSettings {
    /// The level of a method without one of its own, and its throttle: none.
    static let levels: Set<String> = ["OFF", "ERROR", "INFO"]

    static let paths = """
        [/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]
        """

    static func unknown(_ patch: Patch) -> BadRequestException {
        BadRequestException("Invalid method setting path: \(patch.spelled). Must be one of: \(paths)")
    }

    /// Applies `/{resourcePath}/{httpMethod}/area/name`, or the removal of `/{resourcePath}/{httpMethod}`.
    static func apply(_ patch: Patch, to stage: inout Stage) throws {
        guard patch.path.count >= 2 else { throw unknown(patch) }
        let resource = patch.path[0].replacing("~", with: "~0").replacing("/", with: "~1")
        let key = "\(resource)/\(patch.path[1])"
        if patch.op == "remove", patch.path.count == 2 {
            stage.methodSettings?[key] = nil
            return
        }
        guard patch.op == "replace" || patch.op == "add", patch.path.count == 4 else { throw unknown(patch) }
        var setting = stage.methodSettings?[key] ?? usual
        switch (patch.path[2], patch.path[3]) {
        case ("throttling", "rateLimit"):
            guard let rate = Double(try patch.text()), rate >= 0, rate.isFinite else {
                throw BadRequestException("Invalid throttling rate \(patch.value ?? "")")
            }
            setting.throttlingRateLimit = rate
        case ("throttling", "burstLimit"):
            let burst = try patch.integer()
            guard burst >= 0 else { throw BadRequestException("Invalid throttling burst \(burst)") }
            setting.throttlingBurstLimit = burst
        case ("logging", "loglevel"):
            let level = try patch.text().uppercased()
            guard levels.contains(level) else {
                throw BadRequestException("Invalid value for logging level: \(level)")
            }
            setting.loggingLevel = level
        case ("logging", "dataTrace"), ("metrics", "enabled"), ("caching", "enabled"):
            try Unsupported.refuse(
                "UpdateStage",
                [("\(patch.path[2])/\(patch.path[3])", try patch.text().lowercased() == "true")])
        case ("caching", _): throw NotImplemented("UpdateStage with caching/\(patch.path[3])")
        default: throw unknown(patch)
        }
        stage.methodSettings = stage.methodSettings ?? [:]
        stage.methodSettings?[key] = setting
    }

    static func applyLog(_ patch: Patch, to stage: inout Stage) throws {
        var settings = stage.accessLogSettings ?? AccessLogSettings()
        switch patch.path[1] {
        case "destinationArn": settings.destinationArn = try patch.text()
        case "format": settings.format = try patch.text()
        default: throw unknown(patch)
        }
        stage.accessLogSettings = settings
    }

    private static var usual: MethodSetting {
        MethodSetting(
            metricsEnabled: false, loggingLevel: "OFF", dataTraceEnabled: false, cachingEnabled: false)
    }

    /// Whether anything of the stage goes to CloudWatch Logs.
    static func isLogged(_ stage: Stage) -> Bool {
        stage.accessLogSettings?.destinationArn != nil
            || stage.methodSettings?.values.contains { ($0.loggingLevel ?? "OFF") != "OFF" } == true
    }

    static func check(_ settings: AccessLogSettings) throws {
        guard let destination = settings.destinationArn, let group = group(destination) else {
            throw BadRequestException(
                "Invalid ARN specified in the request. ARNs must start with 'arn:' and name a log group: \(settings.destinationArn ?? "")"
            )
        }
        _ = group
        guard let format = settings.format, !format.isEmpty else { return }
        guard format.utf8.count <= AccessLogFormat.sizeMax, !format.utf8.contains(0x0A) else {
            throw BadRequestException("Access log format must be a single line of at most 3 KB")
        }
        guard format.contains("$context.requestId") || format.contains("$context.extendedRequestId") else {
            throw BadRequestException(
                "Access log format must contain at least $context.requestId or $context.extendedRequestId")
        }
    }

    /// The group of `arn:aws:logs:region:account:log-group:name`, with or without `:*`.
    static func group(_ destination: String) -> String? {
        guard let arn = ARN(destination), arn.service == "logs", arn.resource.hasPrefix("log-group:") else {
            return nil
        }
        var name = arn.resource.dropFirst("log-group:".count)
        if name.hasSuffix(":*") { name = name.dropLast(2) }
        return name.isEmpty ? nil : String(name)
    }
}

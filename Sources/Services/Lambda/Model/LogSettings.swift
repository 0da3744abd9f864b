internal import LambdaInterface

/// How detailed an entry of a log is; a function keeps entries of its level and above.
enum LogLevel: Int, Comparable, Sendable {
    case trace, debug, info, warn, error, fatal

    /// Reads the spellings of AWS's settings and those that common loggers write.
    init?(_ text: String) {
        switch text.uppercased() {
        case "TRACE": self = .trace
        case "DEBUG": self = .debug
        case "INFO", "INFORMATION": self = .info
        case "WARN", "WARNING": self = .warn
        case "ERROR": self = .error
        case "FATAL", "CRITICAL": self = .fatal
        default: return nil
        }
    }

    static func < (one: LogLevel, other: LogLevel) -> Bool { one.rawValue < other.rawValue }
}

/// Where a function's log goes, in which form, and how much of it.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html>
enum LogSettings {
    static let json = "JSON"
    static let text = "Text"

    /// What is given over what there was; levels exist for JSON alone.
    static func merged(
        _ given: LoggingConfig?, over old: LoggingConfig? = nil, function name: String
    ) -> LoggingConfig {
        let format = given?.logFormat ?? old?.logFormat ?? text
        let kept = format == json ? old : nil
        let standard = format == json ? "INFO" : nil
        return LoggingConfig(
            logFormat: format,
            applicationLogLevel: given?.applicationLogLevel ?? kept?.applicationLogLevel ?? standard,
            systemLogLevel: given?.systemLogLevel ?? kept?.systemLogLevel ?? standard,
            logGroup: given?.logGroup ?? old?.logGroup ?? "/aws/lambda/\(name)")
    }

    static func check(_ config: LoggingConfig?) throws {
        guard let config, config.logFormat != json else { return }
        for (name, level) in [
            ("ApplicationLogLevel", config.applicationLogLevel), ("SystemLogLevel", config.systemLogLevel),
        ] where level != nil {
            throw ConfigurationRules.invalid(
                "\(name) can be set only where LogFormat is JSON: logs of the format Text have no levels.")
        }
    }
}

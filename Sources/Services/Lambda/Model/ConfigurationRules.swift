internal import LambdaInterface

/// What a function's configuration must satisfy beyond the model's constraints.
enum ConfigurationRules {
    static func check(_ configuration: FunctionConfiguration) throws {
        if let runtime = configuration.runtime {
            let runtime = try Runtime(runtime)
            guard !runtime.needsHandler || configuration.handler?.isEmpty == false else {
                throw invalid(
                    "Runtime and handler are mandatory parameters for functions created with deployment "
                        + "packages."
                )
            }
        } else {
            throw invalid(
                "Runtime and handler are mandatory parameters for functions created with deployment packages."
            )
        }
        if let timeout = configuration.timeout, timeout > Limits.timeoutSecondsMax {
            throw ValidationFailure.range(
                "\(timeout)", at: "timeout",
                "Member must have value less than or equal to \(Limits.timeoutSecondsMax)")
        }
        if let memory = configuration.memorySize, !Limits.memoryMegabytes.contains(memory) {
            throw ValidationFailure.range(
                "\(memory)", at: "memorySize",
                "Member must have value less than or equal to \(Limits.memoryMegabytes.upperBound)")
        }
        if let variables = configuration.environment?.variables { try FunctionEnvironment.check(variables) }
        guard (configuration.layers?.count ?? 0) <= Limits.layersMax else {
            throw invalid("Cannot reference more than \(Limits.layersMax) layers.")
        }
    }

    /// Refuses what has no effect here, by its name.
    static func refuse(_ settings: [(name: String, isGiven: Bool)]) throws {
        for setting in settings where setting.isGiven {
            throw invalid("\(setting.name) is not supported by this server.")
        }
    }

    static func invalid(_ message: String) -> InvalidParameterValueException {
        InvalidParameterValueException(message, type: "User")
    }
}

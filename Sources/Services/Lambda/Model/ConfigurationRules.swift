internal import LambdaInterface

/// What a function's configuration must satisfy beyond the model's constraints.
enum ConfigurationRules {
    /// What this machine's programs are built for, in AWS's words.
    static var architecture: String {
        #if arch(arm64)
            "arm64"
        #else
            "x86_64"
        #endif
    }

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
        try checkMachine(configuration)
        try LogSettings.check(configuration.loggingConfig)
    }

    /// What the machine cannot give is refused, so that no setting is without effect.
    private static func checkMachine(_ configuration: FunctionConfiguration) throws {
        try check(architectures: configuration.architectures)
        let storage = configuration.ephemeralStorage?.size ?? Limits.temporaryMegabytes
        guard storage == Limits.temporaryMegabytes else {
            throw invalid(
                "EphemeralStorage of \(storage) MB is not supported by this server, which does not bound /tmp: "
                    + "only \(Limits.temporaryMegabytes) is accepted.")
        }
        guard configuration.tracingConfig?.mode != "Active" else {
            throw invalid(
                "TracingConfig with Mode Active is not supported by this server, which has no X-Ray: only "
                    + "PassThrough is accepted.")
        }
        if let target = configuration.deadLetterConfig?.targetArn, !target.isEmpty {
            let service = target.split(separator: ":", omittingEmptySubsequences: false).dropFirst(2).first
            guard service == "sqs" || service == "sns" else {
                throw invalid("The DeadLetterConfig TargetArn \(target) names neither a queue nor a topic.")
            }
        }
    }

    static func check(architectures: [String]?) throws {
        guard let architectures, architectures != [architecture] else { return }
        throw invalid(
            "Architectures [\(architectures.joined(separator: ", "))] is not supported by this server, whose "
                + "machine runs \(architecture).")
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

extension VpcConfig {
    /// Whether it asks for a network; what the console and templates send for none does not.
    var asksForNetwork: Bool {
        subnetIds?.isEmpty == false || securityGroupIds?.isEmpty == false || ipv6AllowedForDualStack == true
    }
}

internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Changes what is given; workers with the old configuration take no more invocations.
    func updateFunctionConfiguration(
        _ input: UpdateFunctionConfigurationInput, _ call: Call
    ) async throws -> FunctionConfiguration {
        let reference = try FunctionReference(input.functionName)
        try ConfigurationRules.refuse([
            ("VpcConfig", input.vpcConfig?.asksForNetwork == true),
            ("FileSystemConfigs", input.fileSystemConfigs?.isEmpty == false),
            ("ImageConfig", input.imageConfig != nil), ("KMSKeyArn", input.kmsKeyArn?.isEmpty == false),
            ("SnapStart", input.snapStart?.applyOn == "PublishedVersions"),
            ("CapacityProviderConfig", input.capacityProviderConfig != nil),
            ("DurableConfig", input.durableConfig != nil),
        ])
        return try await call.write { tx in
            var (function, version) = try latest(reference, call, in: tx)
            try checkChangeable(version, function, revision: input.revisionId, call)
            if let role = input.role {
                try RolePrincipal.require(role, of: version.configuration.functionArn, call, in: tx)
            }
            var new = version.configuration
            new.role = input.role ?? new.role
            new.handler = input.handler ?? new.handler
            new.description = input.description ?? new.description
            new.timeout = input.timeout ?? new.timeout
            new.memorySize = input.memorySize ?? new.memorySize
            new.runtime = input.runtime ?? new.runtime
            if input.runtime != nil {
                new.runtimeVersionConfig = RuntimeVersionConfig(
                    runtimeVersionArn: RuntimeVersion.arn(new.runtime ?? "", call.scope))
            }
            if let environment = input.environment {
                new.environment = EnvironmentResponse(variables: environment.variables ?? [:])
            }
            if let letters = input.deadLetterConfig {
                new.deadLetterConfig = letters.targetArn?.isEmpty == false ? letters : nil
            }
            if let tracing = input.tracingConfig {
                new.tracingConfig = TracingConfigResponse(mode: tracing.mode)
            }
            if let storage = input.ephemeralStorage { new.ephemeralStorage = storage }
            if let logging = input.loggingConfig {
                new.loggingConfig = LogSettings.merged(
                    logging, over: new.loggingConfig, function: function.name)
            }
            if let arns = input.layers { new.layers = try layers(arns, call, in: tx) }
            try ConfigurationRules.check(new)
            version.configuration = new
            return try change(version, call, in: tx).answer
        }
    }
}
